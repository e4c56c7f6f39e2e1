import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from album_organizer.domain.album import UserDecision
from album_organizer.gui.item_models.photo_grid_model import (
    PhotoGridModel,
    PhotoRole,
    describe,
)
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoItem, PhotoSort
from tests.gui.builders import item


def watched() -> PhotoGridModel:
    """A model under Qt's own model tester, which fails on any broken rule."""
    model = PhotoGridModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(model, mode, model)
    return model


STEPS = st.lists(
    st.one_of(
        st.sampled_from(list(PhotoFilter)),
        st.sampled_from(list(PhotoSort)),
        st.lists(
            st.builds(
                lambda n, seconds, decision: item(
                    f"{n}.jpg", ava=1 + n % 7, seconds=seconds, decision=decision
                ),
                st.integers(0, 30),
                st.one_of(st.none(), st.integers(0, 50)),
                st.sampled_from([None, *UserDecision]),
            ),
            max_size=12,
        ),
    ),
    max_size=8,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_keeps_qts_rules_whatever_happens(
    qapp: QApplication, steps: list[PhotoFilter | PhotoSort | list[PhotoItem]]
) -> None:
    model = watched()
    for step in steps:
        marks = {p: QPersistentModelIndex(model.index_of(p)) for p in model.paths}
        if isinstance(step, PhotoFilter):
            model.set_filter(step)
        elif isinstance(step, PhotoSort):
            model.set_sort(step)
        else:
            model.update_items(step)
        assert model.rowCount() == len(set(model.paths))
        assert all(model.shown.accepts(model.items[path]) for path in model.paths)
        # Every mark that is still valid points at the photo it was set on.
        for path, mark in marks.items():
            if mark.isValid():
                assert mark.data(PhotoRole.PATH) == path


def test_a_large_change_is_one_reset(qapp: QApplication, qtbot: object) -> None:
    model = watched()
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.set_items(
        item(f"{n:03d}.jpg", decision=UserDecision.PICK if n % 2 else None) for n in range(300)
    )
    model.set_filter(PhotoFilter.PICKED)
    assert resets == [True]
    assert model.rowCount() == 150


def test_tells_item_path_name_and_words(qapp: QApplication) -> None:
    model = watched()
    model.set_items([item("sub/a.jpg", proposed=True, rank=2, size=5)])
    index = model.index(0)
    assert index.data(PhotoRole.PATH) == "sub/a.jpg"
    assert index.data() == "a.jpg"
    assert index.data(PhotoRole.ITEM) is model.items["sub/a.jpg"]
    words = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "a.jpg, score 0.47, proposed, number 2 of 5"
    assert model.item_at(QModelIndex()) is None
    assert not model.index_of("other.jpg").isValid()


@pytest.mark.parametrize(
    ("decision", "word"), [(UserDecision.PICK, "picked"), (UserDecision.REJECT, "rejected")]
)
def test_decisions_are_read_aloud(decision: UserDecision, word: str) -> None:
    assert word in describe(item(decision=decision, proposed=True))
    assert "proposed" not in describe(item(decision=decision, proposed=True))
