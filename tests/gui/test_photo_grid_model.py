import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.gui.item_models.cell_words import describe
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel, PhotoRole
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoItem, PhotoSort
from album_organizer.gui.item_models.photo_order import mask_of
from album_organizer.gui.item_models.preparation import prepare
from album_organizer.gui.item_models.stacks import StackPart
from tests.gui.builders import item


def watched() -> PhotoGridModel:
    """A model under Qt's own model tester, which fails on any broken rule."""
    model = PhotoGridModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(model, mode, model)
    return model


def burst(*paths: str, group: int = 1, seconds: float = 0.0) -> list[PhotoItem]:
    return [
        item(path, group=group, rank=rank, size=len(paths), seconds=seconds + rank)
        for rank, path in enumerate(paths, start=1)
    ]


PHOTOS = st.lists(
    st.builds(
        lambda n, seconds, decision: item(
            f"{n}.jpg", ava=1 + n % 7, seconds=seconds, decision=decision, group=n % 5 + 1,
            rank=n // 5 + 1, size=3,
        ),
        st.integers(0, 30),
        st.one_of(st.none(), st.integers(0, 50)),
        st.sampled_from([None, *UserDecision]),
    ),
    max_size=12, unique_by=lambda photo: photo.path,
)  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.sampled_from(list(PhotoFilter)),
        st.tuples(st.sampled_from(list(PhotoSort)), st.booleans()),
        st.booleans(),
        st.integers(1, 5),
        PHOTOS,
    ),
    max_size=8,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.booleans())
def test_keeps_qts_rules_whatever_happens(
    qapp: QApplication,
    steps: list[PhotoFilter | tuple[PhotoSort, bool] | bool | int | list[PhotoItem]],
    in_batches: bool,
) -> None:
    model, shown = watched(), PhotoFilter.ALL
    for step in steps:
        marks = {p: QPersistentModelIndex(model.index_of(p)) for p in model.paths}
        if isinstance(step, PhotoFilter):
            shown = step
            model.set_filter(mask_of(step))
        elif isinstance(step, tuple):
            model.set_sort(step[0], descending=step[1])
        elif isinstance(step, bool):
            model.set_collapsed(step)
        elif isinstance(step, int):
            model.toggle_stack(step)
        elif in_batches:
            model.table.add(prepare(photo.scored for photo in step))
            model.refresh()
        else:
            model.set_items(step)
        assert model.rowCount() == len(set(model.paths))
        accepted = mask_of(shown)(model.table)
        assert all(accepted[model.table.row_of(path)] for path in model.paths)
        assert [model.index_of(path).row() for path in model.paths] == list(range(len(model.paths)))
        # Every mark that is still valid points at the photo it was set on.
        for path, mark in marks.items():
            if mark.isValid():
                assert mark.data(PhotoRole.PATH) == path


def test_a_large_change_is_one_reset(qapp: QApplication) -> None:
    model = watched()
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.set_items(
        item(f"{n:03d}.jpg", decision=UserDecision.PICK if n % 2 else None) for n in range(300)
    )
    resets.clear()
    model.set_filter(mask_of(PhotoFilter.PICKED))
    assert resets == [True]
    assert model.rowCount() == 150


def test_a_scan_that_ends_moves_no_photo_that_was_there(qapp: QApplication) -> None:
    """Rows of the table come in another order then, yet what is shown is the same."""
    model = watched()
    photos = [item(f"{n}.jpg", seconds=n) for n in range(6)]
    for photo in reversed(photos):
        model.table.add(prepare([photo.scored]))
    model.refresh()
    told: list[str] = []
    for name in ("modelReset", "rowsInserted", "rowsRemoved", "layoutChanged"):
        getattr(model, name).connect(lambda *_, name=name: told.append(name))
    model.table.replace(prepare(photo.scored for photo in photos))
    model.refresh()
    assert model.paths == [photo.path for photo in photos]
    assert told == []


def test_one_photo_more_is_one_row_more(qapp: QApplication) -> None:
    model = watched()
    model.set_items([item("a.jpg", seconds=0), item("c.jpg", seconds=2)])
    told: list[tuple[str, int, int]] = []
    model.rowsInserted.connect(lambda _, first, last: told.append(("came", first, last)))
    model.modelReset.connect(lambda: told.append(("reset", 0, 0)))
    model.table.add(prepare([item("b.jpg", seconds=1).scored]))
    model.refresh()
    assert told == [("came", 1, 1)]


def test_stacks_open_in_place_and_all_close_together(qapp: QApplication) -> None:
    model = watched()
    model.set_items(
        [
            *burst("a.jpg", "b.jpg", "c.jpg"),
            item("d.jpg", group=2, seconds=500),
            *burst("e.jpg", "f.jpg", group=3, seconds=900),
        ]
    )
    assert model.rowCount() == 6
    assert model.part(0) is StackPart.NONE
    model.set_collapsed(True)
    assert model.paths == ["a.jpg", "d.jpg", "e.jpg"]
    assert [(model.part(p), model.size(p)) for p in range(3)] == [
        (StackPart.CLOSED, 3), (StackPart.NONE, 1), (StackPart.CLOSED, 2),
    ]  # fmt: skip
    assert model.top_of("c.jpg") == "a.jpg"
    assert model.top_of("d.jpg") is None
    model.toggle_stack(1)
    assert model.paths == ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"]
    assert [model.part(p) for p in range(3)] == [
        StackPart.TOP, StackPart.MEMBER, StackPart.MEMBER,
    ]  # fmt: skip
    assert model.top_of("c.jpg") is None
    model.toggle_stack(1)
    assert model.paths == ["a.jpg", "d.jpg", "e.jpg"]
    model.toggle_stack(3)
    model.set_collapsed(True)
    assert model.paths == ["a.jpg", "d.jpg", "e.jpg"]


def test_headers_count_photos_that_lie_in_stacks(qapp: QApplication) -> None:
    model = watched()
    evening = 11 * 3600.0
    model.set_items([*burst("a.jpg", "b.jpg", "c.jpg"), item("d.jpg", group=2, seconds=evening)])
    model.set_collapsed(True)
    assert [(s.first, s.count, s.photos) for s in model.sections] == [(0, 1, 3), (1, 1, 1)]
    model.set_sort(PhotoSort.SCORE)
    assert not model.sections
    model.set_sort(PhotoSort.TIME, descending=True)
    assert [(s.first, s.count, s.photos) for s in model.sections] == [(0, 1, 1), (1, 1, 3)]


def test_an_open_stack_stays_under_the_header_of_its_top(qapp: QApplication) -> None:
    model = watched()
    noon = 3 * 3600.0
    model.set_items(burst("a.jpg", "b.jpg", seconds=noon - 1.5))
    assert len(model.sections) == 2
    model.set_collapsed(True)
    model.toggle_stack(1)
    assert [(s.first, s.count, s.photos) for s in model.sections] == [(0, 2, 2)]


def test_the_direction_people_expect_is_the_default(qapp: QApplication) -> None:
    model = watched()
    model.set_items([item("a.jpg", ava=3.0), item("b.jpg", ava=7.0)])
    model.set_sort(PhotoSort.SCORE)
    assert (model.paths, model.descending) == (["b.jpg", "a.jpg"], True)
    model.set_sort(PhotoSort.SCORE, descending=False)
    assert model.paths == ["a.jpg", "b.jpg"]
    assert model.sort_order is PhotoSort.SCORE


def test_tells_item_path_name_and_words(qapp: QApplication) -> None:
    model = watched()
    model.set_items([item("sub/a.jpg", proposed=True, rank=2, size=5)])
    index = model.index(0)
    assert index.data(PhotoRole.PATH) == "sub/a.jpg"
    assert index.data() == "a.jpg"
    assert index.data(PhotoRole.ITEM) == model.items["sub/a.jpg"]
    words = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "a.jpg, score 0.47, proposed, number 2 of 5"
    assert model.item_at(QModelIndex()) is None
    assert model.data(QModelIndex()) is None
    assert not model.index_of("other.jpg").isValid()


@pytest.mark.parametrize(
    ("decision", "word"), [(UserDecision.PICK, "picked"), (UserDecision.REJECT, "rejected")]
)
def test_decisions_are_read_aloud(decision: UserDecision, word: str) -> None:
    assert word in describe(item(decision=decision, proposed=True))
    assert "proposed" not in describe(item(decision=decision, proposed=True))


def test_marks_stacks_and_missing_files_are_read_aloud() -> None:
    photo = item("a.jpg", marks=Marks(1, ColorLabel.BLUE), missing=True)
    assert describe(photo) == "a.jpg, score 0.47, 1 star, label Blue, file missing"
    assert describe(item(), StackPart.CLOSED, 3).endswith("stack of 3 photos")
    assert describe(item(), StackPart.TOP, 3).endswith("open stack of 3 photos")
    assert "stack" not in describe(item(), StackPart.MEMBER, 3)
