"""Every setting at once: bounds, sentences, and what a changed file looks like."""

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from album_organizer.domain.errors import UsageError
from album_organizer.settings.checks import (
    allowed_range,
    did_you_mean,
    known_fields,
    merged,
    with_values,
)
from album_organizer.settings.schema import Settings
from album_organizer.settings.store import config_path, load_settings, set_values, stated_value
from album_organizer.settings.yaml_file import YamlError, read_yaml, write_yaml

WEIGHTS = "quality_assessment.weights."
NUMBERS = [
    key
    for key, field in known_fields().items()
    if field.annotation in (int, float) and not key.startswith(WEIGHTS)
]
SHIPPED = Path(__file__).resolve().parents[3] / "configs" / "global_config.yaml"


def value_of(chosen: Settings, key: str) -> Any:
    node: Any = chosen
    for part in key.split("."):
        node = getattr(node, part)
    return node


def bounds(key: str) -> tuple[float, float]:
    """Lower and upper bound as the sentences for people tell them."""
    words = allowed_range(key).split()
    return float(words[words.index("number") + 2]), float(words[-1])


@pytest.mark.parametrize("key", NUMBERS)
def test_the_bounds_that_are_told_are_those_that_hold(key: str) -> None:
    low, high = bounds(key)
    kind = int if "whole" in allowed_range(key) else float
    inside = kind(low) if " from " in allowed_range(key) else kind(low) + 1e-6
    for value in (inside, kind(high)):
        assert value_of(with_values(Settings(), {key: value}), key) == value
    outside = [kind(high) + 1, kind(low) - 1, "1", True, None, [1]]
    if " above " in allowed_range(key):
        outside.append(kind(low))
    outside += [math.nan, math.inf] if kind is float else [0.5]
    for wrong in outside:
        if wrong is None:  # an empty value is the default, as in a file
            assert with_values(Settings(), {key: None}) == Settings()
            continue
        with pytest.raises(UsageError, match=key.rpartition(".")[2]):
            with_values(Settings(), {key: wrong})


@pytest.mark.parametrize("key", known_fields())
def test_every_key_is_its_own_nearest_one(key: str) -> None:
    assert did_you_mean(key) == f", did you mean {key!r}"
    assert did_you_mean(key + "x") == f", did you mean {key!r}"


@given(st.dictionaries(st.sampled_from(NUMBERS), st.just(1), max_size=6))
def test_merging_leaves_everything_else_alone(changes: dict[str, object]) -> None:
    before = Settings().model_dump()
    after = merged(before, changes)
    assert before == Settings().model_dump()
    for key in known_fields():
        section, _, name = key.rpartition(".")
        node: Any = after
        for part in section.split("."):
            node = node[part]
        assert node[name] == (1 if key in changes else value_of(Settings(), key))


shares = st.floats(0, 1)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.tuples(shares, shares).map(sorted), st.integers(0, 64), st.booleans())
def test_changes_in_the_shipped_file_come_back_and_touch_no_other_line(
    tmp_path: Path, cuts: list[float], workers: int, follow: bool
) -> None:
    path = config_path(tmp_path)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(SHIPPED.read_bytes())
    before = path.read_text(encoding="utf-8").splitlines()
    changes = {
        f"{WEIGHTS}ava": cuts[0],
        f"{WEIGHTS}technical": cuts[1] - cuts[0],
        f"{WEIGHTS}portrait": 1.0 - cuts[1],
        "performance.workers": workers,
        "scan.follow_symlinks": follow,
    }
    set_values(tmp_path, changes)
    loaded = load_settings(tmp_path)
    assert loaded == with_values(Settings(), changes)
    for key, value in changes.items():
        assert stated_value(tmp_path, key) == value
    after = path.read_text(encoding="utf-8").splitlines()
    names = tuple(key.rpartition(".")[2] + ":" for key in changes)
    for old, new in zip(before, after, strict=True):
        assert old == new or old.strip().startswith(names)


def test_a_broken_change_among_good_ones_changes_nothing(tmp_path: Path) -> None:
    set_values(tmp_path, {"album.target_count": 7})
    before = config_path(tmp_path).read_bytes()
    with pytest.raises(UsageError, match="max_gap_s"):
        set_values(tmp_path, {"album.target_count": 9, "grouping.max_gap_s": -1.0})
    assert config_path(tmp_path).read_bytes() == before
    assert load_settings(tmp_path).album.target_count == 7


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("album: 3\n", "album"),
        ("album:\n  - target_count\n", "album"),
        ("quality_assessment:\n  weights: 0.5\n", "weights"),
        ("scan:\n  follow_symlinks: 1\n", "true or false"),
        ("quality_assessment:\n  ava_checkpoint: ''\n", "text that is not empty"),
        ("quality_assessment:\n  ava_checkpoint: 7\n", "ava_checkpoint"),
        ("album: {target_count: 3}\nalbum: {target_count: 4}\n", "album"),
        ("album:\n\ttarget_count: 3\n", "line 2"),
        ("tie_break:\n  threshold: .inf\n", "threshold"),
    ],
)
def test_wrong_files_end_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    config_path(tmp_path).parent.mkdir()
    config_path(tmp_path).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="global_config") as error:
        load_settings(tmp_path)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "﻿album:\n  target_count: 3\n",
        "album: {target_count: 3}",
        "# only this\n---\nalbum:\n  target_count: 3\n...\n",
        "album:\r\n  target_count: 3\r\n",
    ],
    ids=["mark", "flow", "document", "windows"],
)
def test_ways_to_write_the_same(tmp_path: Path, text: str) -> None:
    config_path(tmp_path).parent.mkdir()
    config_path(tmp_path).write_bytes(text.encode("utf-8"))
    assert load_settings(tmp_path).album.target_count == 3
    set_values(tmp_path, {"album.target_count": 4})
    assert load_settings(tmp_path).album.target_count == 4


def test_a_file_that_is_written_back_is_read_again_as_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("one: 'yes'\ntwo: [1, 2.50, null, true]\nthree: {a: 0x1F}\n", encoding="utf-8")
    first = read_yaml(path)
    write_yaml(path, first)
    assert read_yaml(path) == first
    assert "'yes'" in path.read_text(encoding="utf-8")
    path.write_text("- a\n- b\n", encoding="utf-8")
    with pytest.raises(YamlError, match="key: value"):
        read_yaml(path)
