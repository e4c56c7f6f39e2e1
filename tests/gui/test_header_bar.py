"""The header: what it asks for, and how it gets by with little room."""

from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui.filtering.criteria import Criteria
from album_organizer.gui.filtering.filter_state import FilterState
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.header_bar import HeaderBar
from album_organizer.gui.shortcuts.bindings import Bindings
from album_organizer.gui.shortcuts.commands import all_commands
from album_organizer.gui.viewing.view_mode import ViewMode
from album_organizer.i18n import SOURCE_LANGUAGE, use_language

LEFT = Qt.MouseButton.LeftButton
HEIGHT = 46


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1600, 200)
    return made


@pytest.fixture
def header(qtbot: QtBot, icons: Icons, page: QWidget) -> HeaderBar:
    return shown(qtbot, icons, page)


def shown(qtbot: QtBot, icons: Icons, page: QWidget) -> HeaderBar:
    """A header with an open folder in a window of its own."""
    made = HeaderBar(icons, FilterState(page), page)
    made.show_folder("Lake & hills", "1,412 photos")
    made.resize(1600, HEIGHT)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return made


def texts(header: HeaderBar) -> list[str]:
    """The view buttons that show their text."""
    style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    return [b.text() for b in header.view_buttons.values() if b.toolButtonStyle() is style]


def controls(header: HeaderBar) -> list[QWidget]:
    """All that can be seen, in reading order."""
    kinds = (QAbstractButton, QLabel, QLineEdit)
    found = [
        part
        for part in header.findChildren(QWidget)
        if part.isVisible() and (isinstance(part, kinds) or part is header.count_box)
    ]
    direct = [part for part in found if part.parentWidget() in {header, header.sort}]
    return sorted(direct, key=lambda part: part.mapTo(header, part.rect().topLeft()).x())


def overlaps(header: HeaderBar) -> list[str]:
    """Neighbours that do not keep apart, and whatever is cut."""
    wrong = []
    end = -1
    for part in controls(header):
        left = part.mapTo(header, part.rect().topLeft()).x()
        if left <= end or left + part.width() > header.width():
            wrong.append(part.accessibleName() or type(part).__name__)
        if isinstance(part, QAbstractButton) and part.width() < part.minimumSizeHint().width():
            wrong.append(f"{part.text()} is cut")
        end = left + part.width() - 1
    return wrong


def test_views_are_asked_for_and_shown(qtbot: QtBot, header: HeaderBar) -> None:
    asked: list[object] = []
    header.view_wanted.connect(asked.append)
    for view, button in header.view_buttons.items():
        QTest.mouseClick(button, LEFT)
        assert asked == [view]
        assert button.isChecked()
        asked.clear()
    header.show_view(ViewMode.LOUPE)
    assert asked == []
    checked = [view for view, b in header.view_buttons.items() if b.isChecked()]
    assert checked == [ViewMode.LOUPE]


def test_count_is_asked_for_but_not_when_told(header: HeaderBar) -> None:
    asked: list[int] = []
    header.count_chosen.connect(asked.append)
    header.show_count(25)
    assert (header.count_box.value(), asked) == (25, [])
    header.count_box.setFocus()
    QTest.keyClick(header.count_box, Qt.Key.Key_Up)
    assert asked == [26]


def test_tuning_export_and_folder_are_asked_for(qtbot: QtBot, header: HeaderBar) -> None:
    with qtbot.waitSignal(header.tune_wanted) as tuned:
        QTest.mouseClick(header.tune_button, LEFT)
    assert tuned.args == [True]
    header.show_tuning(False)
    assert not header.tune_button.isChecked()
    with qtbot.waitSignal(header.export_wanted):
        QTest.mouseClick(header.export_button, LEFT)
    with qtbot.waitSignal(header.folder_wanted):
        QTest.keyClick(header.open_button, Qt.Key.Key_Space)


def test_recent_folders_are_listed(qtbot: QtBot, header: HeaderBar, tmp_path: Path) -> None:
    assert not header.recent_menu.isEnabled()
    header.show_recent([str(tmp_path / "A & B")])
    action = header.recent_menu.actions()[0]
    assert action.text().startswith("A && B")
    with qtbot.waitSignal(header.recent_chosen) as chosen:
        action.trigger()
    assert chosen.args == [str(tmp_path / "A & B")]


def test_the_search_box_shares_the_criteria(qtbot: QtBot, icons: Icons, page: QWidget) -> None:
    state = FilterState()
    header = HeaderBar(icons, state, page)
    page.show()
    header.search.take_focus()
    QTest.keyClicks(header.search, "lake")
    qtbot.waitUntil(lambda: state.criteria == Criteria(text="lake"))


def test_texts_give_way_one_after_the_other_and_come_back(header: HeaderBar) -> None:
    seen: list[tuple[bool, bool, int]] = []
    caption = next(label for label in header.findChildren(QLabel) if label.text() == "Album")

    def look() -> tuple[bool, bool, int]:
        return caption.isVisible(), header.folder_count.isVisible(), len(texts(header))

    smallest = header.minimumSizeHint().width()
    for width in range(1600, smallest - 1, -1):
        header.resize(width, HEIGHT)
        if not seen or seen[-1] != look():
            seen.append(look())
    assert seen == [
        (True, True, 4),
        (True, False, 4),
        (False, False, 4),
        (False, False, 0),
    ]
    assert header.minimumSizeHint().width() == smallest
    header.resize(1600, HEIGHT)
    assert look() == seen[0]


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_nothing_is_cut_at_any_width(
    qtbot: QtBot, header: HeaderBar, direction: Qt.LayoutDirection
) -> None:
    header.setLayoutDirection(direction)
    assert header.minimumSizeHint().width() <= 880
    for width in range(880, 1700, 20):
        header.resize(width, HEIGHT)
        QApplication.processEvents()
        assert overlaps(header) == [], width
        if texts(header):
            assert header.folder_name.text() == "Lake & hills", width


def test_what_has_no_text_still_has_a_name_and_a_hint(qtbot: QtBot, header: HeaderBar) -> None:
    header.resize(header.minimumSizeHint().width(), HEIGHT)
    buttons = [part for part in controls(header) if isinstance(part, QAbstractButton)]
    assert len(buttons) == 8
    for button in buttons:
        assert button.accessibleName() or button.text()
        assert button.toolTip()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert texts(header) == []


def test_hints_name_the_keys_in_force(header: HeaderBar) -> None:
    compare = header.view_buttons[ViewMode.COMPARE]
    assert compare.toolTip() == "Two to six photos side by side (C)"
    assert header.search.toolTip().endswith("(Ctrl+F)")
    header.show_keys(Bindings(all_commands(), {"compare": ["V"], "export": []}))
    assert compare.toolTip() == "Two to six photos side by side (V)"
    assert header.export_button.toolTip() == "Copy the album to a folder"


def test_a_long_name_is_shortened_instead_of_the_buttons(header: HeaderBar) -> None:
    header.resize(1600, HEIGHT)
    header.show_folder("A folder with a name that goes on and on and on " * 4, "9 photos")
    QApplication.processEvents()
    assert overlaps(header) == []
    assert "…" in header.folder_name.text()
    assert len(texts(header)) == 4


def test_longer_words_of_another_language_fit_as_well(
    qtbot: QtBot, icons: Icons, page: QWidget, tmp_path: Path
) -> None:
    longer = {
        "Open folder": "Einen Ordner öffnen",
        "Grid": "Rasteransicht",
        "Loupe": "Einzelansicht",
        "Compare": "Gegenüberstellen",
        "Survey": "Gruppenübersicht",
        "Capture time": "Aufnahmezeitpunkt",
        "Tune": "Feinabstimmung",
        "Album": "Größe des Albums",
        "Export…": "Exportieren…",
    }
    catalog = Catalog(locale="de")
    for text, translation in longer.items():
        catalog.add(text, translation)
    path = tmp_path / "de/LC_MESSAGES/album_organizer.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    use_language(tmp_path, "de")
    try:
        header = shown(qtbot, icons, page)
    finally:
        use_language(tmp_path, SOURCE_LANGUAGE)
    assert header.minimumSizeHint().width() <= 960
    for width in (960, 1280, 1900):
        page.resize(width, 200)
        header.resize(width, HEIGHT)
        QApplication.processEvents()
        assert overlaps(header) == [], width
    assert texts(header) == ["Rasteransicht", "Einzelansicht", "Gegenüberstellen",
                             "Gruppenübersicht"]  # fmt: skip
