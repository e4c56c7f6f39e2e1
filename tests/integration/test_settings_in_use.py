"""What a change in configs/global_config.yaml does to the next run, and what it does not."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from album_organizer.settings.store import set_values
from tests.integration.program import Program
from tests.support.pictures import write_picture

WEIGHTS = "quality_assessment.weights."

pytestmark = pytest.mark.usefixtures("models_loaded_once")


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bursts, one of four shots and one of three, and two single shots."""
    folder = tmp_path_factory.mktemp("settings") / "photos"
    for i in range(4):
        write_picture(folder / f"a{i}.jpg", brightness=1 - 0.02 * i, seconds=i)
    for i in range(3):
        write_picture(folder / f"b{i}.jpg", scene=6, brightness=1 - 0.03 * i, seconds=500 + i)
    for i in range(2):
        write_picture(folder / f"c{i}.jpg", scene=8 + i, seconds=4000.0 * (i + 1))
    return folder


@pytest.fixture
def known(program: Program, photos: Path) -> Program:
    """The program with a home in which the photos have been scored and compared."""
    kept = photos.parent / "home"
    if not kept.exists():
        program.home = kept
        assert program("pick", photos) == 0
    program.home = photos.parent / "changed home"
    shutil.rmtree(program.home, ignore_errors=True)
    shutil.copytree(kept, program.home)
    return program


def strict_json(text: str) -> Any:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no number")

    return json.loads(text, parse_constant=refuse)


def composite(photo: dict[str, Any], ava: float, technical: float, portrait: float) -> float:
    """The documented sum, from the numbers that the program wrote."""
    faces = 0.5 if photo["portrait"] is None else photo["portrait"]
    total: float = ava * (photo["ava"] - 1) / 9 + technical * photo["technical"] + portrait * faces
    return total


@contextmanager
def unreadable(photos: Path) -> Iterator[None]:
    """Ruins every photo behind the program's back: same size, same times, no picture."""
    kept = {path: (path.read_bytes(), path.stat()) for path in photos.iterdir()}

    def write(path: Path, content: bytes) -> None:
        path.write_bytes(content)
        os.utime(path, ns=(kept[path][1].st_atime_ns, kept[path][1].st_mtime_ns))

    try:
        for path, (content, _) in kept.items():
            write(path, b"?" * len(content))
        yield
    finally:
        for path, (content, _) in kept.items():
            write(path, content)


def test_scores_are_the_documented_sum_of_finite_numbers(known: Program, photos: Path) -> None:
    assert known("pick", photos, "--json", "-") == 0
    result = strict_json(known.out)
    assert len(result["photos"]) == 9
    for photo in result["photos"]:
        assert photo["score"] == pytest.approx(composite(photo, 0.5, 0.2, 0.3), abs=2e-6)
        assert 0 <= photo["score"] <= 1
    assert all(0 <= c["p_a"] <= 1 for c in result["comparisons"])


def test_other_weights_change_the_sum_and_run_no_network(known: Program, photos: Path) -> None:
    before = known.json("pick", photos)
    shares = {"ava": 0.9, "technical": 0.1, "portrait": 0.0}
    set_values(known.home, {f"{WEIGHTS}{name}": share for name, share in shares.items()})
    with unreadable(photos):
        after = known.json("score", photos)
        picked = known.json("pick", photos)
    assert after["problems"] == []
    for old, new in zip(before["photos"], after["photos"], strict=True):
        assert {k: new[k] for k in ("path", "ava", "technical", "portrait")} == {
            k: old[k] for k in ("path", "ava", "technical", "portrait")
        }
        assert new["score"] == pytest.approx(composite(new, 0.9, 0.1, 0.0), abs=2e-6)
        assert new["score"] != old["score"]
    assert [sorted(g["photos"]) for g in picked["groups"]] == [
        sorted(g["photos"]) for g in before["groups"]
    ]


def test_a_second_run_reads_no_photo(known: Program, photos: Path) -> None:
    before = known.json("pick", photos, "--count", 3)
    with unreadable(photos):
        assert known.json("pick", photos, "--count", 3) == before


def test_without_a_tie_threshold_scores_decide_everything(known: Program, photos: Path) -> None:
    set_values(known.home, {"tie_break.threshold": 0.0})
    result = known.json("pick", photos)
    assert result["comparisons"] == []
    score = {p["path"]: p["score"] for p in result["photos"]}
    for group in result["groups"]:
        scores = [score[path] for path in group["photos"]]
        assert scores == sorted(scores, reverse=True)
    assert not any("comparison" in r for p in result["photos"] for r in p["reasons"])


def test_with_the_widest_threshold_all_shots_of_a_group_are_compared(
    known: Program, photos: Path
) -> None:
    set_values(known.home, {"tie_break.threshold": 1.0, "tie_break.close_call": 0.0})
    result = known.json("pick", photos)
    sizes = [len(g["photos"]) for g in result["groups"]]
    assert sorted(sizes) == [1, 1, 3, 4]
    group_of = {p["path"]: p["group"] for p in result["photos"]}
    assert len(result["comparisons"]) == sum(n * (n - 1) // 2 for n in sizes)
    pairs = [(c["a"], c["b"]) for c in result["comparisons"]]
    assert pairs == sorted(pairs)
    assert all(a < b and group_of[a] == group_of[b] for a, b in pairs)
    for photo in result["photos"]:
        assert not any("too close to call" in reason for reason in photo["reasons"])


def test_a_close_call_of_one_half_leaves_every_order_to_the_scores(
    known: Program, photos: Path
) -> None:
    set_values(known.home, {"tie_break.close_call": 0.5})
    result = known.json("pick", photos)
    assert result["comparisons"]
    score = {p["path"]: p["score"] for p in result["photos"]}
    for group in result["groups"]:
        scores = [score[path] for path in group["photos"]]
        assert scores == sorted(scores, reverse=True)
    tied = {path for c in result["comparisons"] for path in (c["a"], c["b"])}
    for photo in result["photos"]:
        said = any("too close to call" in reason for reason in photo["reasons"])
        assert said == (photo["path"] in tied)


def test_the_count_of_the_settings_holds_unless_the_command_says_otherwise(
    known: Program, photos: Path
) -> None:
    set_values(known.home, {"album.target_count": 2})
    assert sum(p["picked"] for p in known.json("pick", photos)["photos"]) == 2
    assert sum(p["picked"] for p in known.json("pick", photos, "--count", 3)["photos"]) == 3
    assert sum(p["picked"] for p in known.json("pick", photos, "--count", 99)["photos"]) == 4


def test_a_shorter_gap_divides_the_groups(known: Program, photos: Path) -> None:
    set_values(known.home, {"grouping.max_gap_s": 1.0})
    groups = [len(g["photos"]) for g in known.json("pick", photos)["groups"]]
    assert sum(groups) == 9
    assert max(groups) == 2


@pytest.mark.parametrize(
    ("workers", "batch"), [(1, 1), (4, 256)], ids=["one by one", "all at once"]
)
def test_speed_settings_change_no_verdict(
    program: Program, known: Program, photos: Path, workers: int, batch: int
) -> None:
    expected = known.json("pick", photos, "--count", 3)
    program.home = known.home.parent / f"home for {workers}"
    assert program("models", "list") == 0
    set_values(program.home, {"performance.workers": workers, "performance.batch_size": batch})
    found = program.json("pick", photos, "--count", 3)
    for old, new in zip(expected["photos"], found["photos"], strict=True):
        assert new["ava"] == pytest.approx(old["ava"], abs=2e-5)
        assert {k: new[k] for k in ("path", "group", "rank", "picked")} == {
            k: old[k] for k in ("path", "group", "rank", "picked")
        }
    assert found["groups"] == expected["groups"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("ava: 0.5 ", "ava: 0.6 ", "add up to 1"),
        ("target_count: 40", "target_count: 0", "target_count"),
        ("target_count: 40", "target_count: forty", "a whole number from 1 up to 100000"),
        ("threshold: 0.05", "treshold: 0.05", "did you mean 'tie_break.threshold'"),
        ("max_gap_s: 20.0", "max_gap_s: .nan", "max_gap_s"),
        ("album:\n", "album: [\n", "line"),
    ],
)
def test_a_setting_that_cannot_be_stops_the_run_with_its_place(
    known: Program, photos: Path, old: str, new: str, sentence: str
) -> None:
    path = known.home / "configs" / "global_config.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert known("pick", photos, "--json", "-") == 2
    assert sentence in known.err
    assert "global_config.yaml" in known.err
    assert known.out == ""
