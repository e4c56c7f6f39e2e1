"""How the album of a folder is weighed is kept with the folder, and never believed blindly."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from album_organizer.domain.scores import Weights
from album_organizer.domain.tuning import Tuning
from album_organizer.storage.catalog import Catalog
from album_organizer.storage.tuning_json import tuning_from_json, tuning_to_json

shares = st.floats(0, 1)


@st.composite
def tunings(draw: st.DrawFn) -> Tuning:
    one, two = sorted((draw(shares), draw(shares)))
    return Tuning(
        Weights(one, two - one, 1.0 - two),
        draw(shares),
        draw(st.floats(0, 0.5)),
        draw(shares),
        draw(shares),
        draw(st.integers(1, 100_000)),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.sqlite"


@pytest.fixture
def catalog(path: Path) -> Iterator[Catalog]:
    with Catalog(path) as opened:
        yield opened


@given(tunings())
def test_a_line_holds_the_whole_tuning(tuning: Tuning) -> None:
    assert tuning_from_json(tuning_to_json(tuning)) == tuning


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tunings(), tunings())
def test_folders_have_tunings_of_their_own(catalog: Catalog, one: Tuning, two: Tuning) -> None:
    catalog.set_folder_tuning("/one", one)
    catalog.set_folder_tuning("/two", two)
    assert catalog.folder_tuning("/one") == one
    catalog.set_folder_tuning("/one", None)
    assert catalog.folder_tuning("/one") is None
    assert catalog.folder_tuning("/two") == two


def test_it_is_there_next_time(path: Path) -> None:
    with Catalog(path) as catalog:
        catalog.set_folder_tuning("/photos", Tuning(count=17))
    with Catalog(path) as catalog:
        assert catalog.folder_tuning("/photos") == Tuning(count=17)


def changed(**values: object) -> str:
    return json.dumps(asdict(Tuning()) | values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "[1, 2]",
        "{}",
        "[" * 5000,
        changed(weights=None),
        changed(weights={"ava": 0.9, "technical": 0.9, "portrait": 0.9}),
        changed(weights={"ava": "0.5", "technical": 0.2, "portrait": 0.3}),
        changed(weights={"ava": True, "technical": 0.0, "portrait": 0.0}),
        changed(weights={"ava": 1.0}),
        changed(tie_threshold=float("nan")),
        changed(tie_threshold=-0.1),
        changed(close_call=0.6),
        changed(time_spread=float("inf")),
        changed(visual_spread="much"),
        changed(count=0),
        changed(count=2.5),
        changed(count=True),
        changed(count=10**9),
        changed(speed=3),
    ],
)
def test_bad_content_is_as_if_nothing_were_kept(catalog: Catalog, path: Path, text: str) -> None:
    catalog.set_folder_tuning("/photos", Tuning())
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE folder_tuning SET tuning = ?", (text,))
    assert catalog.folder_tuning("/photos") is None
    catalog.set_folder_tuning("/photos", Tuning(count=5))
    assert catalog.folder_tuning("/photos") == Tuning(count=5)
