"""The panels by themselves: what they show and what they ask for."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import Comparison, ModelInfo, UserDecision
from album_organizer.domain.job import Progress
from album_organizer.domain.photo import PhotoProblem
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_item import PhotoFilter, PhotoSort
from album_organizer.gui.panels.elements import Banner, ElidedLabel, ScoreBar
from album_organizer.gui.panels.filter_panel import FilterPanel
from album_organizer.gui.panels.header_bar import HeaderBar
from album_organizer.gui.panels.inspector_panel import InspectorPanel
from album_organizer.gui.panels.problems_panel import ProblemsPanel
from album_organizer.gui.panels.start_page import EmptyPage, StartPage
from album_organizer.gui.panels.status_line import StatusLine
from album_organizer.gui.session import Session
from album_organizer.gui.theme import Theme
from album_organizer.ml.technical import WEIGHTS
from tests.gui.builders import album, item
from tests.support.albums import scored_photo

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def inspector(qtbot: QtBot, theme: Theme, icons: Icons) -> InspectorPanel:
    panel = InspectorPanel(theme, icons)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    return panel


def test_inspector_gives_reasons_scores_and_comparisons(inspector: InspectorPanel) -> None:
    session = Session("/photos/Lake")
    session.propose(album(), {})
    inspector.show_photo(session.items["a.jpg"], session.comparisons_of("a.jpg"), 1)
    assert inspector.name.full_text == "a.jpg"
    assert inspector.standing.text() == "In the album: proposed"
    assert inspector.reasons == ["Best of 3", "AVA 6.0"]
    assert inspector.comparisons == ["Preferred 71% over b.jpg"]
    assert inspector.bars["ava"].text == "6.0"
    assert inspector.bars["score"].text == "0.53"
    assert inspector.bars["sharpness"].text == "50%"
    assert inspector.bars["portrait"].text == "none"
    assert "50%" in inspector.bars["ava"].toolTip()

    inspector.show_photo(session.items["b.jpg"], session.comparisons_of("b.jpg"), 3)
    assert inspector.comparisons == ["a.jpg preferred, 71%"]
    assert inspector.selection_hint.isVisible()
    assert inspector.standing.text() == "Not in the album: not proposed"


def test_inspector_calls_even_what_is_even(inspector: InspectorPanel) -> None:
    inspector.show_photo(item(), [Comparison("a.jpg", "b.jpg", 0.503)], 1)
    assert inspector.comparisons == ["Even with b.jpg"]


def test_inspector_limits_long_lists(inspector: InspectorPanel) -> None:
    many = [Comparison("a.jpg", f"{n}.jpg", 0.9) for n in range(12)]
    inspector.show_photo(item(), many, 1)
    assert len(inspector.comparisons) == 9
    assert inspector.comparisons[-1] == "and 4 more"


def test_inspector_fits_its_panel(inspector: InspectorPanel, qtbot: QtBot) -> None:
    long = item("a-very-long-file-name-of-a-photo-that-nobody-would-type-by-hand-0001.jpg")
    inspector.show_photo(long, [], 1)
    qtbot.wait(10)
    right = inspector.width()
    for button in inspector.buttons.values():
        assert button.mapTo(inspector, button.rect().bottomRight()).x() < right
    assert inspector.name.text() != inspector.name.full_text
    assert inspector.name.toolTip() == inspector.name.full_text


def test_inspector_buttons_show_and_ask(qtbot: QtBot, inspector: InspectorPanel) -> None:
    inspector.show_photo(item(decision=UserDecision.REJECT), [], 1)
    assert inspector.buttons[UserDecision.REJECT].isChecked()
    assert not inspector.buttons[None].isChecked()
    for decision, button in inspector.buttons.items():
        with qtbot.waitSignal(inspector.decided) as asked:
            QTest.mouseClick(button, LEFT)
        assert asked.args == [decision]
        assert button.isChecked()


def test_inspector_without_photo_says_what_to_do(inspector: InspectorPanel) -> None:
    inspector.show_photo(None, [], 0)
    assert not inspector.name.isVisible()


def test_inspector_while_scoring(inspector: InspectorPanel) -> None:
    inspector.show_photo(item(ranked=False), [], 1)
    assert inspector.standing.text() == "Scored"
    assert "follow" in inspector.reasons[0]


def test_filters_show_counts_and_ask(qtbot: QtBot, icons: Icons) -> None:
    panel = FilterPanel(icons)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_counts({PhotoFilter.ALL: 1412, PhotoFilter.TIES: 9})
    assert panel.rows[PhotoFilter.ALL].count == "1,412"
    assert panel.rows[PhotoFilter.TIES].accessibleName() == "Ties, 9"
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.mouseClick(panel.rows[PhotoFilter.TIES], LEFT)
    assert chosen.args == [PhotoFilter.TIES]
    panel.rows[PhotoFilter.TIES].setFocus()
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.keyClick(panel.rows[PhotoFilter.REJECTED], Qt.Key.Key_Space)
    assert chosen.args == [PhotoFilter.REJECTED]
    assert not panel.rows[PhotoFilter.TIES].isChecked()


def test_header_asks_for_order_and_count_but_not_when_told(qtbot: QtBot, icons: Icons) -> None:
    header = HeaderBar(icons)
    qtbot.addWidget(header)
    header.show()
    asked: list[object] = []
    header.sort_chosen.connect(asked.append)
    header.count_chosen.connect(asked.append)
    header.show_sort(PhotoSort.GROUP)
    header.show_count(25)
    assert asked == []
    assert header.count_box.value() == 25
    header.sort_box.setFocus()
    QTest.keyClick(header.sort_box, Qt.Key.Key_Up)
    header.count_box.setFocus()
    QTest.keyClick(header.count_box, Qt.Key.Key_Up)
    assert asked == [PhotoSort.SCORE, 26]


def test_header_lists_recent_folders(qtbot: QtBot, icons: Icons, tmp_path: Path) -> None:
    header = HeaderBar(icons)
    qtbot.addWidget(header)
    assert not header.recent_menu.isEnabled()
    header.show_recent([str(tmp_path / "A & B")])
    action = header.recent_menu.actions()[0]
    assert action.text().startswith("A && B")
    with qtbot.waitSignal(header.recent_chosen) as chosen:
        action.trigger()
    assert chosen.args == [str(tmp_path / "A & B")]


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


def test_score_bar_is_as_long_as_its_share(qtbot: QtBot, theme: Theme) -> None:
    bar = ScoreBar(theme, "Score", strong=True)
    qtbot.addWidget(bar)
    bar.resize(300, 24)

    def filled(share: float) -> int:
        bar.show_value(share, "0.50", "explained")
        image = bar.grab().toImage()
        accent = theme.color("accent")
        return sum(image.pixelColor(x, 12) == accent for x in range(image.width()))

    assert filled(0.0) < 4
    assert abs(filled(1.0) - 2 * filled(0.5)) <= 4
    assert bar.accessibleName() == "Score 0.50"


def test_inspector_shows_every_component_of_the_technical_quality(
    inspector: InspectorPanel,
) -> None:
    figures = {name: 0.1 + 0.1 * number for number, name in enumerate(WEIGHTS)}
    shot = scored_photo("a.jpg")
    technical = replace(shot.analysis.technical, **figures)
    scored = replace(shot, analysis=replace(shot.analysis, technical=technical))
    inspector.show_photo(replace(item(), scored=scored), (), 1)
    for name, share in figures.items():
        bar = inspector.bars[name]
        assert bar.text == f"{round(100 * share)}%"
        # What the bar shows by its length, a screen reader hears as a number with its meaning.
        assert bar.accessibleName().endswith(f" {bar.text}")
        assert bar.accessibleDescription() == bar.toolTip() != ""
        label = bar.accessibleName().removesuffix(f" {bar.text}")
        assert bar.fontMetrics().horizontalAdvance(label) + 12 <= bar.LABEL_WIDTH - 4
    names = [inspector.bars[name].accessibleName() for name in figures]
    assert len(set(names)) == len(names)
