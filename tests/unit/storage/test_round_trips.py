"""What goes into the catalog comes out of it, whatever it is and whoever else writes."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import MAX_STARS, NO_MARKS, ColorLabel, Marks
from album_organizer.domain.photo import CaptureInfo
from album_organizer.domain.scores import PhotoAnalysis, TechnicalQuality
from album_organizer.storage.catalog import Catalog, KnownFile, StoredAnalysis
from album_organizer.storage.rows import analysis_from_row, analysis_to_row

many = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# No file system has names with a zero, and SQLite ends its texts there.
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
)
shares = st.floats(0, 1)
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)
times = st.none() | st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31))
ids = st.text("0123456789abcdef", min_size=1, max_size=40)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.sqlite"


@pytest.fixture
def catalog(path: Path) -> Iterator[Catalog]:
    with Catalog(path) as opened:
        yield opened


captures = st.builds(
    CaptureInfo,
    taken_at=times,
    camera=st.none() | texts,
    lens=st.none() | texts,
    exposure_s=numbers,
    f_number=numbers,
    iso=st.none() | st.integers(1, 10**7),
    focal_mm=numbers,
    exposure_bias_ev=numbers,
)


@st.composite
def analyses(draw: st.DrawFn) -> StoredAnalysis:
    values = draw(st.lists(st.floats(-1, 1, width=32), max_size=40))
    return StoredAnalysis(
        draw(st.integers(1, 10**6)),
        draw(st.integers(1, 10**6)),
        draw(captures),
        PhotoAnalysis(
            TechnicalQuality(*(draw(shares) for _ in fields(TechnicalQuality))),
            draw(st.none() | shares),
            draw(st.integers(0, 2**64 - 1)),
            np.array(values, np.float32),
        ),
    )


def same(one: StoredAnalysis, other: StoredAnalysis) -> bool:
    a, b = one.analysis, other.analysis
    return (
        (one.width, one.height, one.capture) == (other.width, other.height, other.capture)
        and (a.technical, a.portrait) == (b.technical, b.portrait)
        and a.perceptual_hash == b.perceptual_hash
        and a.embedding.dtype == b.embedding.dtype
        and np.array_equal(a.embedding, b.embedding)
    )


@given(analyses())
def test_a_row_holds_the_whole_analysis(stored: StoredAnalysis) -> None:
    assert same(analysis_from_row(analysis_to_row(stored)), stored)


@many
@given(st.dictionaries(ids, analyses(), min_size=1, max_size=4), texts)
def test_analyses_come_back_to_the_last_bit(
    catalog: Catalog, stored: dict[str, StoredAnalysis], version: str
) -> None:
    catalog.store_analyses(stored, version)
    found = catalog.analyses(stored, version)
    assert set(found) == set(stored)
    assert all(same(found[content_id], stored[content_id]) for content_id in stored)


files = st.builds(
    KnownFile,
    size=st.integers(0, 2**62),
    mtime_ns=st.integers(-(2**62), 2**62),
    content_id=st.none() | ids,
    error=st.none() | texts,
)


@many
@given(texts, st.dictionaries(texts, files, max_size=6), st.sets(texts, max_size=4))
def test_a_folder_is_known_as_it_was_last_seen(
    catalog: Catalog, folder: str, known: dict[str, KnownFile], gone: set[str]
) -> None:
    catalog.forget_missing_files(folder, [])
    catalog.remember_files("another " + folder, known)
    catalog.remember_files(folder, known)
    assert catalog.known_files(folder) == known
    present = [path for path in known if path not in gone]
    catalog.forget_missing_files(folder, present)
    assert catalog.known_files(folder) == {path: known[path] for path in present}
    assert set(known) <= set(catalog.known_files("another " + folder))


@many
@given(st.lists(st.tuples(ids, st.none() | st.sampled_from(list(UserDecision))), max_size=12))
def test_the_last_word_on_a_photo_counts(
    catalog: Catalog, said: list[tuple[str, UserDecision | None]]
) -> None:
    last: dict[str, UserDecision | None] = {}
    for content_id, decision in said:
        catalog.set_decision(content_id, decision)
        last[content_id] = decision
    expected = {content_id: d for content_id, d in last.items() if d is not None}
    assert catalog.decisions(last) == expected


@many
@given(
    st.lists(
        st.dictionaries(ids, st.none() | st.sampled_from(list(UserDecision)), max_size=5),
        max_size=6,
    )
)
def test_decisions_given_together_are_kept_together(
    catalog: Catalog, said: list[dict[str, UserDecision | None]]
) -> None:
    last: dict[str, UserDecision | None] = {}
    for together in said:
        catalog.set_decisions(together)
        last |= together
    assert catalog.decisions(last) == {key: d for key, d in last.items() if d is not None}


every_mark = st.builds(Marks, st.integers(0, MAX_STARS), st.sampled_from(ColorLabel))


@many
@given(st.lists(st.dictionaries(ids, every_mark, max_size=5), max_size=6))
def test_the_last_stars_and_labels_of_a_photo_count(
    catalog: Catalog, given_marks: list[dict[str, Marks]]
) -> None:
    last: dict[str, Marks] = {}
    for together in given_marks:
        catalog.set_marks(together)
        last |= together
    assert catalog.marks(last) == {key: marks for key, marks in last.items() if marks != NO_MARKS}


@many
@given(st.dictionaries(ids, st.floats(1, 10), max_size=6), texts, texts)
def test_scores_are_kept_to_the_last_bit(
    catalog: Catalog, scores: dict[str, float], sha256: str, version: str
) -> None:
    catalog.store_ava_scores(scores, sha256, version)
    assert catalog.ava_scores(scores, sha256, version) == scores


@many
@given(st.lists(texts, min_size=1, max_size=6), st.integers(0, 8))
def test_recent_folders_are_the_last_ones_each_once(
    path: Path, opened: list[str], limit: int
) -> None:
    path.unlink(missing_ok=True)
    with Catalog(path) as catalog:
        for folder in opened:
            catalog.remember_folder(folder)
        found = catalog.recent_folders(limit)
    assert len(found) == min(limit, len(set(opened)))
    assert set(found) <= set(opened)
    if limit:
        assert found[0] == opened[-1]


def test_a_lock_held_by_another_program_is_waited_for(path: Path, catalog: Catalog) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        stored = threading.Event()

        def store() -> None:
            catalog.store_ava_scores({"c1": 5.0}, "sha", "p1")
            stored.set()

        waiting = threading.Thread(target=store)
        waiting.start()
        (count,) = other.execute("SELECT count(*) FROM ava_scores").fetchone()
        assert not stored.is_set()
        other.execute("COMMIT")
        waiting.join()
    assert count == 0
    assert stored.is_set()
    assert catalog.ava_scores(["c1"], "sha", "p1") == {"c1": 5.0}


def test_a_reader_is_never_kept_waiting_by_a_writer(path: Path, catalog: Catalog) -> None:
    catalog.store_ava_scores({"c1": 5.0}, "sha", "p1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE ava_scores SET score = 9.0")
        assert catalog.ava_scores(["c1"], "sha", "p1") == {"c1": 5.0}
        other.execute("ROLLBACK")
