"""Who of a group is preferred to whom."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import Comparison, GroupKind
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.matrix_model import MatrixModel, MatrixRole
from album_organizer.gui.inspector.matrix_table import matrix_words
from album_organizer.gui.inspector.matrix_view import MatrixView
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.theme import Theme
from tests.gui.hands import click, press
from tests.gui.inspector.facts import facts, shots

GROUP = shots(0.66, 0.64, 0.55)
WINS = {(0, 1): 0.71}


def model_of(
    group: tuple[PhotoItem, ...], wins: dict[tuple[int, int], float], own: int = 0
) -> MatrixModel:
    told = facts(group, wins, own)
    made = MatrixModel()
    made.show_group(told.group, told.comparisons, told.item.path, told.tuning)
    return made


def texts(model: MatrixModel) -> list[list[object]]:
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_rows_beat_columns(qtbot: QtBot) -> None:
    model = model_of(GROUP, WINS)
    assert texts(model) == [
        ["0.66", "·", "71%", "–"],
        ["0.64", "29%", "·", "–"],
        ["0.55", "–", "–", "·"],
    ]
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(4)]
    assert heads == ["Score", "1", "2", "3"]
    sides = [model.headerData(n, Qt.Orientation.Vertical) for n in range(3)]
    assert sides == ["1  IMG_1", "2  IMG_2", "3  IMG_3"]
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.headerData(1, Qt.Orientation.Vertical, spoken) == "2: IMG_2.JPG"


def test_every_cell_is_read_in_words(qtbot: QtBot) -> None:
    model = model_of(GROUP, WINS)
    assert model.sentence(0, 1) == "71% that IMG_1.JPG is better than IMG_2.JPG"
    assert model.sentence(1, 0) == model.sentence(0, 1)
    assert model.sentence(1, 1) == "IMG_2.JPG itself"
    assert model.sentence(2, -1) == "IMG_3.JPG has the score 0.55"
    assert model.sentence(0, 2) == (
        "Not compared: only scores within 0.05 of the best one are a tie"
    )
    for row in range(3):
        for column in range(4):
            index = model.index(row, column)
            words = model.sentence(row, column - 1)
            assert model.data(index, Qt.ItemDataRole.ToolTipRole) == words
            assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == words


def test_why_two_shots_were_not_compared(qtbot: QtBot) -> None:
    copies = (GROUP[0], replace(GROUP[1], scored=_copy_of(GROUP[0], "day/IMG_2.JPG")))
    assert model_of(copies, {}).sentence(0, 1) == "Not compared: two copies of one photo"
    series = shots(0.66, 0.65, kind=GroupKind.BRACKET)
    assert "kept together" in model_of(series, {}).sentence(0, 1)
    assert model_of(GROUP[:2], {}).sentence(0, 1) == "Not compared yet"
    wide = MatrixModel()
    wide.show_group(GROUP, (), GROUP[0].path, Tuning(tie_threshold=0.2))
    assert wide.sentence(0, 2) == "Not compared yet"


def _copy_of(shot: PhotoItem, path: str) -> ScoredPhoto:
    scored = shot.scored
    return replace(scored, photo=replace(scored.photo, path=path))


def test_even_and_nearly_certain_comparisons(qtbot: QtBot) -> None:
    model = model_of(GROUP, {(0, 1): 0.503, (0, 2): 0.999})
    assert model.sentence(1, 0) == "Even: IMG_2.JPG and IMG_1.JPG"
    assert texts(model)[0] == ["0.66", "·", "50%", "99%"]
    assert texts(model)[2] == ["0.55", "1%", "–", "·"]


def test_own_row_is_told_apart(qtbot: QtBot) -> None:
    model = model_of(GROUP, WINS, own=1)
    assert model.own_row == 1
    own = [model.data(model.index(row, 0), MatrixRole.OWN) for row in range(3)]
    assert own == [False, True, False]
    bold = Qt.ItemDataRole.FontRole
    fonts = [model.headerData(row, Qt.Orientation.Vertical, bold) for row in range(3)]
    assert [font.bold() for font in fonts] == [False, True, False]  # type: ignore[attr-defined]


def test_names_keep_their_endings_where_these_differ(qtbot: QtBot) -> None:
    raw = replace(GROUP[1], scored=_copy_of(GROUP[1], "day/IMG_1.CR2"))
    model = model_of((GROUP[0], raw), {})
    sides = [model.headerData(n, Qt.Orientation.Vertical) for n in range(2)]
    assert sides == ["1  IMG_1.JPG", "2  IMG_1.CR2"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("IMG_0412.JPG", "IMG_0413.JPG"), ["1  0412", "2  0413"]),
        (("IMG_0412.JPG", "DSC_0413.JPG"), ["1  IMG_0412", "2  DSC_0413"]),
        (("IMG_12.JPG", "IMG_13.JPG"), ["1  IMG_12", "2  IMG_13"]),
        (("lake.JPG", "boat.JPG"), ["1  lake", "2  boat"]),
    ],
)
def test_names_are_short_where_all_begin_alike(
    qtbot: QtBot, names: tuple[str, str], expected: list[str]
) -> None:
    group = tuple(
        replace(shot, scored=_copy_of(shot, f"day/{name}"))
        for shot, name in zip(GROUP, names, strict=False)
    )
    model = model_of(group, {})
    assert [model.headerData(n, Qt.Orientation.Vertical) for n in range(2)] == expected


@given(st.integers(0, 12).flatmap(lambda n: st.tuples(st.just(n), st.data())))
def test_chances_of_both_sides_make_one(made: tuple[int, st.DataObject]) -> None:
    count, data = made
    group = shots(*[0.6 - 0.01 * n for n in range(count)])
    pairs = list(combinations(range(count), 2))
    wins = {pair: data.draw(st.floats(0.0, 1.0)) for pair in pairs if data.draw(st.booleans())}
    model = MatrixModel()
    comparisons = [Comparison(group[a].path, group[b].path, p) for (a, b), p in wins.items()]
    model.show_group(group, comparisons, "elsewhere.jpg", Tuning())
    assert (model.rowCount(), model.columnCount()) == (count, count + 1 if count else 0)
    assert model.compared == bool(wins)
    assert model.complete == (len(wins) == len(pairs))
    for a, b in pairs:
        there, back = (
            model.data(model.index(x, y + 1), MatrixRole.WIN) for x, y in ((a, b), (b, a))
        )
        if (a, b) in wins:
            assert isinstance(there, float)
            assert isinstance(back, float)
            assert there + back == pytest.approx(1.0)
        else:
            assert there is back is None


def test_model_keeps_to_the_rules(qtbot: QtBot) -> None:
    model = MatrixModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for size in (3, 1, 0, 2):
        told = facts(GROUP, WINS)
        model.show_group(told.group[:size], told.comparisons, told.item.path, told.tuning)
    assert tester.model() is model
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex(), Qt.ItemDataRole.DecorationRole) is None


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, icons: Icons) -> MatrixView:
    made = MatrixView(theme, icons)
    qtbot.addWidget(made)
    made.resize(290, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_keyboard_walks_through_the_cells(qtbot: QtBot, view: MatrixView) -> None:
    view.show_facts(facts(GROUP, WINS))
    assert view.caption.text().startswith("How likely the row's photo is the better one.")
    assert "not compared" in view.caption.text()
    view.table.setFocus()
    view.table.setCurrentIndex(view.model.index(0, 0))
    press(view.table, Qt.Key.Key_Right)
    press(view.table, Qt.Key.Key_Right)
    assert view.caption.text() == "71% that IMG_1.JPG is better than IMG_2.JPG"
    press(view.table, Qt.Key.Key_Tab)
    assert not view.table.hasFocus()
    view.grab()


def test_a_group_without_comparisons_says_so(view: MatrixView) -> None:
    view.show_facts(facts(shots(0.7, 0.5)))
    assert view.caption.text() == "None of these shots were compared."
    view.show_facts(facts(GROUP[:2], WINS))
    assert view.caption.text() == matrix_words(view.model)
    assert "not compared" not in view.caption.text()


@pytest.mark.parametrize("count", [2, 5, 6, 7, 12, 13, 30])
def test_groups_of_every_size_fit_or_scroll(qtbot: QtBot, view: MatrixView, count: int) -> None:
    group = shots(*[0.6 - 0.001 * n for n in range(count)])
    wins = dict.fromkeys(combinations(range(count), 2), 0.6)
    view.show_facts(facts(group, wins, own=count - 1))
    qtbot.wait(1)
    table = view.table
    assert table.height() <= 13 * 24 + 24
    own = table.visualRect(view.model.index(count - 1, 1))
    assert table.viewport().rect().intersects(own)
    across, down = table.horizontalScrollBar(), table.verticalScrollBar()
    assert (across.maximum() > 0) == (count > 6)
    assert (down.maximum() > 0) == (count > 12)
    view.grab()


def test_scores_give_way_to_comparisons(qtbot: QtBot, view: MatrixView) -> None:
    group = shots(*[0.6 - 0.001 * n for n in range(6)])
    view.show_facts(facts(group, dict.fromkeys(combinations(range(6), 2), 0.6)))
    assert view.table.isColumnHidden(0)
    view.resize(400, 300)
    assert not view.table.isColumnHidden(0)
    view.resize(290, 300)
    assert view.table.isColumnHidden(0)
    view.show_facts(facts(group[:3], {(0, 1): 0.6}))
    assert not view.table.isColumnHidden(0)


def test_larger_window_follows_the_photo(qtbot: QtBot, view: MatrixView) -> None:
    view.show_facts(facts(GROUP, WINS))
    with qtbot.waitExposed(view.dialog):
        click(view.larger)
    dialog = view.dialog
    assert dialog.windowTitle() == "Comparisons of the group"
    dialog.table.setCurrentIndex(view.model.index(0, 2))
    assert dialog.caption.text() == "71% that IMG_1.JPG is better than IMG_2.JPG"
    view.show_facts(facts(GROUP[:2], {(0, 1): 0.2}, own=1))
    assert dialog.table.model().rowCount() == 2
    assert dialog.caption.text() == "How likely the row's photo is the better one."
    dialog.grab()
    click(dialog.close_button)
    assert not dialog.isVisible()
