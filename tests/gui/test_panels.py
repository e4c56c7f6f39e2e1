"""The panels by themselves: what they show and what they ask for."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.job import Progress
from album_organizer.domain.photo import PhotoProblem
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import Banner, ElidedLabel
from album_organizer.gui.panels.problems_panel import ProblemsPanel
from album_organizer.gui.panels.start_page import EmptyPage, StartPage
from album_organizer.gui.panels.status_line import StatusLine

LEFT = Qt.MouseButton.LeftButton


def test_status_line_shows_progress_and_cancel(qtbot: QtBot, icons: Icons) -> None:
    line = StatusLine(icons)
    qtbot.addWidget(line)
    line.show()
    line.show_progress(Progress("Scoring", 50, 200, 12.0))
    assert line.message.full_text == "Scoring 50 of 200, about 12 s left"
    assert line.bar.value() / line.bar.maximum() == 0.25
    with qtbot.waitSignal(line.cancel_wanted):
        QTest.mouseClick(line.cancel_button, LEFT)
    line.show_stopping()
    assert not line.cancel_button.isEnabled()
    line.show_message("Done")
    assert not line.bar.isVisible()
    line.show_models(
        {"ava": ModelInfo("ava", "v2", "", ""), "siamese": ModelInfo("s", "v1", "", "")}
    )
    assert line.models_button.text() == "AVA v2   Comparison v1"


def test_problems_are_listed_with_their_sentences(qtbot: QtBot) -> None:
    panel = ProblemsPanel()
    qtbot.addWidget(panel)
    panel.resize(500, 300)
    panel.show()
    sentence = "'a.jpg' is damaged or incomplete; copy it from the camera or a backup again. " * 2
    panel.show_problems([PhotoProblem("a.jpg", sentence), PhotoProblem("b.jpg", "Short.")])
    assert panel.table.rowCount() == 2
    cell = panel.table.item(0, 1)
    assert cell is not None
    assert cell.text() == sentence
    assert panel.table.rowHeight(0) > panel.table.rowHeight(1)


def test_start_page_offers_folder_demo_and_recent(
    qtbot: QtBot, icons: Icons, tmp_path: Path
) -> None:
    page = StartPage(icons, QIcon())
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.folder_wanted):
        QTest.mouseClick(page.open_button, LEFT)
    with qtbot.waitSignal(page.demo_wanted):
        QTest.mouseClick(page.demo_button, LEFT)
    page.show_recent([str(tmp_path / "Lake")])
    page.show_recent([str(tmp_path / "Hills")])
    page.set_dragging(True)
    page.set_dragging(False)
    button = next(b for b in page.findChildren(type(page.open_button)) if b.text() == "Hills")
    with qtbot.waitSignal(page.recent_chosen) as chosen:
        QTest.mouseClick(button, LEFT)
    assert chosen.args == [str(tmp_path / "Hills")]


def test_empty_page_wraps_instead_of_cutting(qtbot: QtBot) -> None:
    page = EmptyPage()
    qtbot.addWidget(page)
    page.resize(700, 400)
    page.explain("Nothing", "A sentence that is long enough to need more than one line. " * 3, "Go")
    page.show()
    qtbot.wait(10)
    why = page._why
    assert why.height() >= why.heightForWidth(why.width())


def test_banner_shows_one_sentence_and_one_button(qtbot: QtBot, icons: Icons) -> None:
    banner = Banner(icons)
    qtbot.addWidget(banner)
    assert not banner.isVisible()
    banner.show_sentence("The model <b>x</b> is missing.", "Choose a model…")
    assert banner.action_button.isVisible()
    assert banner.sentence.textFormat() is Qt.TextFormat.PlainText
    banner.show_sentence("All is well.", "", problem=False)
    assert not banner.action_button.isVisible()
    QTest.mouseClick(banner.close_button, LEFT)
    assert not banner.isVisible()


def test_elided_label_keeps_both_ends(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.show()
    label.resize(90, 20)
    label.set_text("IMG_0001_something_long_0002.jpg")
    assert label.text().startswith("IM")
    assert label.text().endswith("pg")
    label.resize(600, 20)
    assert label.text() == label.full_text
