"""The columns of the open folder: photos that come in batches, copies, decisions, rankings."""

import gc
import math
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from album_organizer.domain.album import GroupKind, Standing, UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.gui.item_models import photo_table as module
from album_organizer.gui.item_models.photo_table import PICKED, PhotoTable
from album_organizer.gui.item_models.preparation import UNKNOWN_TIME, prepare, search_text
from album_organizer.pipeline.group_order import KINDS
from tests.support.albums import START, scored_photo

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT


@dataclass
class Ranked:
    """One group of all photos, in the order of their rows."""

    composite: NDArray[np.float64]

    def __post_init__(self) -> None:
        count = len(self.composite)
        self.group = np.ones(count, np.int32)
        self.rank = np.arange(1, count + 1, dtype=np.int32)
        self.group_size = np.full(count, count, np.int32)
        self.kind = np.full(count, KINDS.index(GroupKind.BRACKET), np.int8)
        self.proposed = self.rank == 1
        self.tied = self.rank <= 2


def table(*photos: ScoredPhoto) -> PhotoTable:
    return PhotoTable(prepare(photos))


def test_columns_tell_what_the_photos_tell() -> None:
    found = table(
        scored_photo("a.jpg", ava=6.0, technical=0.5, portrait=0.7, camera="Canon", lens="EF 50"),
        scored_photo("b.jpg", ava=3.0, technical=0.2, seconds=None),
        scored_photo("c.jpg", camera="Canon", sharpness=0.1),
    )
    assert found.count == 3
    assert found.paths == ["a.jpg", "b.jpg", "c.jpg"]
    assert found.ava.tolist() == [6.0, 3.0, 5.0]
    assert found.technical.tolist() == [0.5, 0.2, 0.5]
    assert found.portrait[0] == 0.7
    assert math.isnan(found.portrait[1])
    assert found.composite[0] == found.item(0).score
    assert found.fault.tolist() == [False, True, True]
    assert found.time.tolist()[1] == UNKNOWN_TIME
    assert found.time.tolist()[0] == (START - datetime(1970, 1, 1)).total_seconds() * 1e6
    assert [found.cameras[code] for code in found.camera] == ["Canon", "", "Canon"]
    assert [found.lenses[code] for code in found.lens] == ["EF 50", "", ""]
    assert found.camera[1] == 0
    assert found.row_of("b.jpg") == 1
    assert found.row_of("x.jpg") is None


def test_search_looks_through_path_gear_and_exposure() -> None:
    photo = scored_photo(
        "Sub/ÉTÉ 1.jpg", camera="Canon EOS", exposure_s=0.004, f_number=2.8, iso=200, focal_mm=35.0
    )
    text = search_text(photo.photo)
    for wanted in ("sub/", "ete 1", "canon eos", "1/250 s", "f/2.8", "iso 200", "35 mm"):
        assert wanted in text


PATHS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=5)


@given(st.lists(PATHS, max_size=5))
def test_photos_that_come_in_batches_end_as_if_they_came_at_once(
    batches: list[list[str]],
) -> None:
    grown, latest = PhotoTable(), dict[str, ScoredPhoto]()
    for number, batch in enumerate(batches):
        photos = [scored_photo(path, ava=1.0 + number, camera=f"C{number % 2}") for path in batch]
        rows = grown.add(prepare(photos))
        assert [grown.paths[row] for row in rows] == batch
        latest.update((photo.photo.path, photo) for photo in photos)
    assert sorted(grown.paths) == sorted(latest)
    whole = PhotoTable(prepare(latest[path] for path in grown.paths))
    for name in ("composite", "ava", "time", "fault", "decision", "group", "group_size"):
        assert getattr(grown, name).tolist() == getattr(whole, name).tolist()
    assert [grown.cameras[c] for c in grown.camera] == [whole.cameras[c] for c in whole.camera]
    assert grown.name_rank.tolist() == whole.name_rank.tolist()
    assert grown.search == whole.search
    assert dict(grown.items) == dict(whole.items)


def test_copies_of_a_picture_agree_also_when_one_changes() -> None:
    found = table(
        scored_photo("a.jpg", content_id="same"), scored_photo("b.jpg", content_id="other"),
        scored_photo("copy.jpg", content_id="same"),
    )  # fmt: skip
    assert found.decide({"same": PICK, "gone": REJECT}).tolist() == [0, 2]
    assert found.decide({"same": PICK}).tolist() == []
    assert found.mark({"same": Marks(3, ColorLabel.BLUE)}).tolist() == [0, 2]
    assert found.mark({"same": Marks(3, ColorLabel.RED), "other": Marks(1)}).tolist() == [0, 1, 2]
    assert found.stars.tolist() == [3, 1, 3]
    assert found.item(2).marks == Marks(3, ColorLabel.RED)
    found.add(prepare([scored_photo("copy.jpg", content_id="changed")]))
    assert found.rows_of(["same"]).tolist() == [0]
    assert found.rows_of(["changed", "same", "gone"]).tolist() == [0, 2]
    assert found.decide({"same": None}).tolist() == [0]


def test_decisions_are_taken_back() -> None:
    found = table(scored_photo("a.jpg"))
    found.decide({"id-a.jpg": PICK})
    assert found.decision.tolist() == [PICKED]
    found.decide({"id-a.jpg": None})
    assert found.item(0).decision is None
    assert not found.in_album.any()


def test_ranking_sets_composite_and_standing() -> None:
    found = table(scored_photo("a.jpg"), scored_photo("b.jpg"))
    found.apply_ranking(Ranked(np.array([0.9, 0.1])))
    assert found.item(0).score == 0.9
    assert found.item(0).scored.card.ava == 5.0
    assert found.item(1).standing == Standing(1, 2, 2, GroupKind.BRACKET, False, True)
    assert found.in_album.tolist() == [True, False]
    with pytest.raises(ValueError, match="ranked 1 photos of 2"):
        found.apply_ranking(Ranked(np.array([0.5])))


def test_another_scan_forgets_ranking_decisions_and_missing_files() -> None:
    found = table(scored_photo("a.jpg"), scored_photo("b.jpg"))
    found.apply_ranking(Ranked(np.array([0.9, 0.1])))
    found.decide({"id-b.jpg": PICK})
    found.set_missing(["b.jpg"], missing=True)
    found.replace(prepare([scored_photo("b.jpg")]))
    assert found.count == 1
    assert found.item(0).standing is None
    assert found.item(0).decision is None
    assert not found.item(0).missing


def test_vanished_files_are_marked_and_come_back() -> None:
    found = table(scored_photo("a.jpg"), scored_photo("b.jpg"))
    assert found.set_missing(["b.jpg", "never there.jpg"], missing=True).tolist() == [1]
    assert found.set_missing(["b.jpg"], missing=True).tolist() == []
    assert [photo.missing for photo in found.items.values()] == [False, True]
    assert found.set_missing(["b.jpg"], missing=False).tolist() == [1]


def test_items_are_a_mapping_by_path() -> None:
    found = table(scored_photo("a.jpg"), scored_photo("sub/b.jpg"))
    assert list(found.items) == ["a.jpg", "sub/b.jpg"]
    assert found.items["sub/b.jpg"].name == "b.jpg"
    assert "x.jpg" not in found.items
    assert len(PhotoTable().items) == 0


def test_a_shot_of_unknown_time_and_one_before_1970() -> None:
    early = scored_photo("a.jpg")
    capture = replace(early.photo.capture, taken_at=datetime(1969, 12, 31, 23, 59, 59))
    found = table(replace(early, photo=replace(early.photo, capture=capture)))
    assert found.time.tolist() == [-1_000_000]


def test_many_photos_are_spared_the_garbage_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or scrolling would stop now and then while it looks through all of them."""
    monkeypatch.setattr(module, "_MANY", 300)
    before = gc.get_freeze_count()
    few = PhotoTable(prepare(scored_photo(f"{n}.jpg") for n in range(200)))
    assert gc.get_freeze_count() == before
    few.add(prepare(scored_photo(f"new{n}.jpg") for n in range(200)))
    spared = gc.get_freeze_count()
    gc.unfreeze()
    assert spared > before + 400
