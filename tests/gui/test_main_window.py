"""What holds for the whole window: names, keys, layout, memory."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from album_organizer.gui.dropping import dropped_folder
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoSort
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.viewing.view_mode import ViewMode
from tests.gui.conftest import OpenWindow, score

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit,
    QProgressBar,
)  # fmt: skip


def name_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or widget.toolTip()


def in_combo_box(widget: QWidget) -> bool:
    """The list inside a combo box speaks with the name of the box."""
    parent = widget.parentWidget()
    return parent is not None and isinstance(parent.parentWidget(), QComboBox)


def unexplained(window: MainWindow) -> set[str]:
    """Controls without a name, or without a word on what they are for."""
    found = set()
    for widget in window.findChildren(QWidget):
        own = widget.objectName().startswith("qt_") or isinstance(
            widget.parentWidget(), QAbstractSpinBox | QComboBox
        )
        # Scroll bars speak for their list, arrows of tabs for the tabs.
        own |= isinstance(widget, QScrollBar) or widget.objectName().startswith("Scroll")
        if not isinstance(widget, CONTROLS) or widget.isHidden() or own or in_combo_box(widget):
            continue
        if not name_of(widget) or not (widget.accessibleDescription() or widget.toolTip()):
            found.add(f"{type(widget).__name__} '{name_of(widget)}' of {widget.parentWidget()}")
    return found


def test_every_control_has_a_name_and_a_description(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path
) -> None:
    window = quick_window()
    assert unexplained(window) == set()
    score(qtbot, window, album_folder)
    for view in ViewMode:
        window.intents.set_view(view)
        assert unexplained(window) == set()
    window.intents.show_tuning(True)
    window.models.show_panel()
    dialogs = window.dialogs
    dialogs.open_settings()
    assert dialogs.settings is not None
    for page in (dialogs.settings.general, dialogs.settings.models, dialogs.settings.keyboard):
        dialogs.settings.show_page(page)
        assert unexplained(window) == set()
    dialogs.open_export()
    dialogs.open_about()
    dialogs.open_training()
    assert unexplained(window) == set()


def test_controls_can_be_reached_by_the_keyboard(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path
) -> None:
    """F6 goes from area to area, Tab through an area; on photos Tab hides the panels."""
    window = quick_window()
    score(qtbot, window, album_folder)
    window.activateWindow()
    window.photos.focus_photos()
    reached: set[QWidget | None] = set()
    for _ in range(100):
        focused = QApplication.focusWidget()
        reached.add(focused)
        on_photos = focused is None or focused.objectName() == "photoGrid"
        QTest.keyClick(focused or window, Qt.Key.Key_F6 if on_photos else Qt.Key.Key_Tab)
    header = window.header
    wanted = {
        header.open_button, header.sort.box, header.sort.direction, header.count_box,
        header.search, header.tune_button, header.export_button, window.photos.grid,
        window.status.models_button, window.filters.rows[PhotoFilter.ALL],
    }  # fmt: skip
    assert wanted <= reached
    for several in (header.view_buttons.values(), window.inspector.decisions.buttons.values()):
        assert any(button in reached for button in several)


def test_nothing_is_cut_at_1280(qtbot: QtBot, quick_window: OpenWindow, album_folder: Path) -> None:
    window = quick_window()
    score(qtbot, window, album_folder)
    qtbot.wait(50)
    cut = [
        label.text()
        for label in window.findChildren(QLabel)
        if label.isVisible()
        and label.wordWrap()
        and label.height() < label.heightForWidth(label.width())
    ]
    assert cut == []
    buttons = [b for b in window.findChildren(QAbstractButton) if b.isVisible() and b.text()]
    assert all(b.width() >= b.minimumSizeHint().width() for b in buttons)


def test_sorting_by_box_and_menu_agree(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path
) -> None:
    window = quick_window()
    score(qtbot, window, album_folder)
    window.header.sort.box.setCurrentIndex(window.header.sort.box.findData(PhotoSort.SCORE))
    assert window.actions_.sorts[PhotoSort.SCORE].isChecked()
    items = window.photos.model.items
    scores = [items[path].score for path in window.photos.model.paths]
    assert scores == sorted(scores, reverse=True)
    window.actions_.sorts[PhotoSort.NAME].trigger()
    assert window.header.sort.box.currentData() is PhotoSort.NAME
    assert window.photos.model.paths == sorted(window.photos.model.paths)


def test_empty_filter_explains_and_leads_back(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path
) -> None:
    window = quick_window()
    score(qtbot, window, album_folder)
    QTest.mouseClick(window.filters.rows[PhotoFilter.REJECTED], Qt.MouseButton.LeftButton)
    assert window.photos.empty.texts[0] == "Nothing is rejected"
    QTest.mouseClick(window.photos.empty.button, Qt.MouseButton.LeftButton)
    assert window.photos.currentWidget() is window.photos.grid
    assert window.filters.rows[PhotoFilter.ALL].isChecked()
    QTest.mouseClick(window.filters.rows[PhotoFilter.PROBLEMS], Qt.MouseButton.LeftButton)
    assert window.photos.problems.table.rowCount() == 2


def test_thumbnails_grow_and_fill_the_row(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path
) -> None:
    window = quick_window()
    score(qtbot, window, album_folder)
    grid = window.photos.grid
    before = grid.visualRect(grid.model().index(0, 0)).width()
    for _ in range(3):
        window.actions_.larger.trigger()
    qtbot.waitUntil(lambda: grid.visualRect(grid.model().index(0, 0)).width() > before)
    row = [grid.visualRect(grid.model().index(r, 0)) for r in range(9)]
    used = sum(rect.width() for rect in row if rect.top() == row[0].top())
    assert 0 <= grid.viewport().width() - used < 12
    for _ in range(12):
        window.actions_.smaller.trigger()
    assert grid.cell_width == 144


def test_side_panels_fold(qtbot: QtBot, quick_window: OpenWindow, album_folder: Path) -> None:
    window = quick_window()
    assert not window.filters.isVisible()
    score(qtbot, window, album_folder)
    assert window.filters.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F7)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert not window.filters.isVisible()
    assert not window.inspector.isVisible()
    window.controller.set_count(2)
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert window.filters.isVisible()


def test_layout_is_remembered(qtbot: QtBot, quick_window: OpenWindow, quick_home: Path) -> None:
    first = quick_window()
    first.split.setSizes([260, 600, 420])
    sizes = first.split.sizes()
    first.close()
    assert (quick_home / "window.ini").is_file()
    assert quick_window().split.sizes() == sizes


def test_light_and_dark_differ_and_both_draw(
    qtbot: QtBot, quick_window: OpenWindow, album_folder: Path
) -> None:
    window = quick_window()
    score(qtbot, window, album_folder)
    dark = window.grab().toImage()
    window.theme.force("light")
    qtbot.wait(50)
    light = window.grab().toImage()
    assert dark.pixelColor(5, 400).lightness() < 80
    assert light.pixelColor(5, 400).lightness() > 200


def test_what_may_be_dropped(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"x")

    def dropped(*urls: str) -> Path | None:
        data = QMimeData()
        data.setUrls([QUrl(url) for url in urls])
        return dropped_folder(data)

    assert dropped(tmp_path.as_uri()) == tmp_path
    assert dropped(photo.as_uri()) == tmp_path
    assert dropped("https://example.org/", tmp_path.as_uri()) == tmp_path
    assert dropped((tmp_path / "gone").as_uri()) is None
    assert dropped() is None
