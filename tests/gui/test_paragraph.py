"""Sentences are never cut, panels scroll where they are too high, and the window stays small."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import ModelInfo
from album_organizer.gui.filtering.filter_panel import FilterPanel
from album_organizer.gui.icons import Icons
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.models.question import Question
from album_organizer.gui.panels.elements import Banner, paragraph
from album_organizer.gui.panels.paragraph import Paragraph
from album_organizer.gui.panels.start_page import EmptyPage, StartPage
from album_organizer.gui.panels.status_line import StatusLine
from album_organizer.gui.theme import Theme
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import press

SENTENCE = "This sentence says what happened, which file it concerns and what can be done. "
LONG_NAME = "sharper-at-the-lake-in-the-evening-light-2026-11-24-second-try"


def is_whole(label: QLabel) -> bool:
    """Whether all of the text can be seen; what the label says of itself is not enough."""
    room = QRect(0, 0, label.width(), 10_000)
    flags = int(Qt.TextFlag.TextWordWrap)
    needed = label.fontMetrics().boundingRect(room, flags, label.text()).height()
    return label.height() >= max(needed, label.heightForWidth(label.width()))


def become_whole(qtbot: QtBot, label: QLabel) -> None:
    qtbot.waitUntil(lambda: is_whole(label))


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)


def activated(qtbot: QtBot, widget: QWidget) -> None:
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def in_question(qtbot: QtBot) -> tuple[QWidget, Paragraph]:
    question = Question("Use v2?", SENTENCE * 3, "Use v2", field="Reason")
    question.resize(question.minimumWidth(), 10)
    shown(qtbot, question)
    assert question.width() == question.minimumWidth()
    return question, question.text


def in_plain_dialog(qtbot: QtBot) -> tuple[QWidget, Paragraph]:
    dialog = QDialog()
    label = paragraph(SENTENCE * 3)
    column = QVBoxLayout(dialog)
    column.addWidget(label)
    column.addWidget(QPushButton("Close"))
    dialog.resize(260, 10)
    shown(qtbot, dialog)
    return dialog, label


def in_aligned_block(qtbot: QtBot) -> tuple[QWidget, Paragraph]:
    """The layout asks the block for its height at the width of the whole page."""
    page = QWidget()
    block = QWidget()
    block.setFixedWidth(300)
    label = paragraph(SENTENCE * 3)
    QVBoxLayout(block).addWidget(label)
    outer = QVBoxLayout(page)
    outer.addStretch(1)
    outer.addWidget(block, 0, Qt.AlignmentFlag.AlignHCenter)
    outer.addStretch(1)
    page.resize(1100, 700)
    shown(qtbot, page)
    return page, label


PLACES = [in_question, in_plain_dialog, in_aligned_block]


@pytest.mark.parametrize("place", PLACES)
def test_long_sentences_are_never_cut_also_when_they_grow(
    qtbot: QtBot, theme: Theme, place: Callable[[QtBot], tuple[QWidget, Paragraph]]
) -> None:
    window, label = place(qtbot)
    become_whole(qtbot, label)
    width = window.width()
    for text in (SENTENCE * 6, "Short.", SENTENCE * 9):
        label.setText(text)
        become_whole(qtbot, label)
    assert window.width() == width


@pytest.mark.parametrize("place", PLACES)
def test_narrower_windows_keep_sentences_whole(
    qtbot: QtBot, theme: Theme, place: Callable[[QtBot], tuple[QWidget, Paragraph]]
) -> None:
    window, label = place(qtbot)
    window.resize(900, window.height())
    become_whole(qtbot, label)
    window.resize(window.minimumWidth(), 10)
    become_whole(qtbot, label)


def test_paragraph_takes_no_more_than_it_needs(qtbot: QtBot, theme: Theme) -> None:
    dialog, label = in_plain_dialog(qtbot)
    narrow = label.minimumSizeHint().height()
    dialog.resize(900, 600)
    qtbot.waitUntil(lambda: label.minimumSizeHint().height() < narrow / 2)
    assert label.minimumSizeHint().height() == QLabel.heightForWidth(label, label.width())


# Panels that scroll


def rows_in_order(panel: FilterPanel) -> list[QRect]:
    return [row.geometry() for row in panel.rows.values()]


def test_start_page_scrolls_where_there_is_too_little_height(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    page = StartPage(icons, QIcon())
    page.show_recent(["/photos/Lake", "/photos/Hills"])
    page.resize(900, 700)
    shown(qtbot, page)
    assert not page.area.overflows
    labels = [label for label in page.findChildren(QLabel) if label.isVisible()]
    qtbot.waitUntil(lambda: all(map(is_whole, labels)))
    heights = [label.height() for label in labels]
    page.resize(900, 130)
    qtbot.waitUntil(page.area.verticalScrollBar().isVisible)
    assert [label.height() for label in labels] == heights
    assert page.area.focusPolicy() is Qt.FocusPolicy.NoFocus
    activated(qtbot, page)
    page.setFocus()
    assert page.open_button.hasFocus()
    lake = next(b for b in page.findChildren(QPushButton) if b.text() == "Lake")
    while not lake.hasFocus():
        before = QApplication.focusWidget()
        QTest.keyClick(before or page, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not before
    assert lake.visibleRegion().boundingRect().height() == lake.height()


def test_empty_page_scrolls_where_there_is_too_little_height(qtbot: QtBot, theme: Theme) -> None:
    page = EmptyPage()
    page.explain("Nothing", SENTENCE * 5, "Show all")
    page.resize(500, 120)
    shown(qtbot, page)
    qtbot.waitUntil(page.area.verticalScrollBar().isVisible)
    become_whole(qtbot, page._why)
    assert page.button.y() > page._why.geometry().bottom()
    page.explain("Nothing", "Short.", "")
    page.resize(500, 400)
    qtbot.waitUntil(lambda: not page.area.overflows)


# Small windows


def lines(banner: Banner, count: int) -> int:
    """The height of so many lines in the banner, as a label of its own would need it."""
    text = QLabel("\n".join("x" * count))
    text.setFont(banner.sentence.font())
    return text.sizeHint().height() + 2 * banner.area.frameWidth()


def test_banner_is_as_high_as_its_sentence_up_to_four_lines(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    banner = Banner(icons)
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(banner)
    column.addStretch(1)
    page.resize(700, 400)
    shown(qtbot, page)
    banner.show_sentence(SENTENCE * 2, "Scan again")
    become_whole(qtbot, banner.sentence)
    qtbot.waitUntil(lambda: lines(banner, 1) < banner.area.height() <= lines(banner, 4))
    assert not banner.area.overflows
    assert banner.area.toolTip() == ""
    banner.show_sentence(SENTENCE * 30, "Scan again")
    qtbot.waitUntil(lambda: banner.area.overflows)
    qtbot.waitUntil(lambda: banner.area.height() == lines(banner, 4))
    become_whole(qtbot, banner.sentence)
    assert banner.area.toolTip() == banner.area.accessibleName() == SENTENCE * 30
    banner.show_sentence("Short.", "")
    qtbot.waitUntil(lambda: not banner.area.overflows and banner.area.toolTip() == "")
    assert banner.area.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_rest_of_a_long_sentence_is_read_by_keyboard(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    banner = Banner(icons)
    qtbot.addWidget(banner)
    banner.resize(500, 90)
    banner.show_sentence(SENTENCE * 30, "Scan again")
    qtbot.waitUntil(lambda: banner.area.focusPolicy() is Qt.FocusPolicy.TabFocus)
    activated(qtbot, banner)
    banner.close_button.setFocus()
    press(banner.close_button, Qt.Key.Key_Tab)
    assert banner.area.hasFocus()
    press(banner.area, Qt.Key.Key_Down)
    assert banner.area.verticalScrollBar().value() > 0
    banner.show_sentence(SENTENCE * 31, "Scan again")
    assert banner.area.verticalScrollBar().value() == 0


def models(ava: str, siamese: str) -> dict[str, ModelInfo]:
    return {"ava": ModelInfo("ava", ava, "", ""), "siamese": ModelInfo("siamese", siamese, "", "")}


def test_status_line_shortens_long_names_and_tells_them_in_full(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    line = StatusLine(icons)
    shown(qtbot, line)
    button = line.models_button
    line.show_models(models("v1", "v2"))
    hint = button.toolTip()
    assert button.text() == "AVA v1   Comparison v2"
    line.show_models(models(LONG_NAME, "v2"))
    assert button.text().startswith("AVA sharper")
    assert button.text().endswith("try   Comparison v2")
    assert "…" in button.text()
    assert button.accessibleName() == f"Models: AVA {LONG_NAME}   Comparison v2"
    assert LONG_NAME in button.toolTip()
    assert hint in button.toolTip()
    width = line.minimumSizeHint().width()
    line.show_models(models(10 * LONG_NAME, "v2"))
    assert line.minimumSizeHint().width() <= width + 8
    line.show_models({})
    assert (button.text(), button.toolTip()) == ("Models…", hint)


def fits(window: MainWindow) -> bool:
    hint = window.minimumSizeHint()
    return hint.width() <= 880 and hint.height() <= 560


@pytest.mark.parametrize("size", [(880, 560), (1280, 800)])
def test_window_fits_its_smallest_size_with_banner_and_dock(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, size: tuple[int, int]
) -> None:
    window = quick_window()
    score(qtbot, window, bursts)
    window.resize(*size)
    press(window, Qt.Key.Key_F9)
    window.status.show_models(models(LONG_NAME, LONG_NAME))
    window.banner.show_sentence(SENTENCE * 20, "Choose a model…")
    qtbot.waitUntil(lambda: window.models.isVisible() and window.banner.area.overflows)
    qtbot.waitUntil(lambda: fits(window))
    assert (window.width(), window.height()) == size
    rows = rows_in_order(window.filters)
    assert all(above.bottom() < below.top() for above, below in pairwise(rows))
    become_whole(qtbot, window.banner.sentence)
    controls = window.header.findChildren(QAbstractButton)
    qtbot.waitUntil(
        lambda: all(c.width() >= c.minimumSizeHint().width() for c in controls if c.isVisible())
    )
