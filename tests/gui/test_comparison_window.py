"""The window that compares two versions, with real photos, real mouse and real keys."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from album_organizer.domain.job import Progress
from album_organizer.evaluation.results import Estimate, Verdict, VersionComparison
from album_organizer.evaluation.words import agreement_sentence
from album_organizer.gui.comparison.comparison_page import ComparisonPage
from album_organizer.gui.comparison.comparison_window import ComparisonState, ComparisonWindow
from album_organizer.gui.comparison.photo_pairs import EntryTable
from album_organizer.gui.comparison.words import NAME_LENGTH, short_pair
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Pool
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from tests.gui.comparisons import (
    NAMES,
    NO_DECISIONS,
    SOME_DECISIONS,
    ava_comparison,
    changes,
    empty_comparison,
    read_thumbnail,
    siamese_comparison,
    write_photos,
)
from tests.gui.hands import LEFT, NO_KEY, SHIFT, click, pixels_like, press
from tests.gui.pacing import occupied

_Widget = TypeVar("_Widget", bound=QWidget)

SUMMARY = "On your 6 photos the two rank alike, 0.91; 1 of 3 group winners changes."
AGREEMENT = "Your 24 decisions agree with both alike."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_photos(tmp_path / "Lake & hills")


@pytest.fixture
def window(
    qtbot: QtBot,
    qapp: QApplication,
    theme: Theme,
    icons: Icons,
    thumbnails: ThumbnailStore,
    pool: Pool,
    folder: Path,
) -> Iterator[ComparisonWindow]:
    thumbnails.set_source(lambda content_id: read_thumbnail(folder, content_id))
    pictures = PictureStore(pool)
    made = ComparisonWindow(theme, icons, thumbnails, pictures)
    made.show()
    qtbot.waitExposed(made)
    yield made
    if isValid(made):
        made.close()
        made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def open_on(
    qtbot: QtBot,
    window: ComparisonWindow,
    comparison: VersionComparison,
    current: str | None = "v1",
) -> ComparisonPage:
    window.show_comparison(comparison, SUMMARY, AGREEMENT, current)
    qtbot.waitUntil(lambda: window.state is ComparisonState.SHOWN)
    assert window.page is not None
    return window.page


def tab_titles(page: ComparisonPage) -> list[str]:
    return [page.tabs.tabText(number) for number in range(page.tabs.count())]


def child(owner: QWidget, kind: type[_Widget]) -> _Widget:
    """The only widget of a class inside another."""
    (found,) = owner.findChildren(kind)
    return found


def go_to(page: ComparisonPage, title: str) -> QWidget:
    """Clicks a tab."""
    number = next(n for n, text in enumerate(tab_titles(page)) if text.startswith(title))
    bar = page.tabs.tabBar()
    QTest.mouseClick(bar, LEFT, NO_KEY, bar.tabRect(number).center())
    assert page.tabs.currentIndex() == number
    view = page.tabs.widget(number)
    assert view is not None
    return view


def table_of(page: ComparisonPage, title: str) -> EntryTable:
    view = go_to(page, title)
    table = child(view, EntryTable)
    assert table.isVisible()
    return table


def cells(table: EntryTable) -> list[list[str]]:
    """What a screen reader says of every cell; empty where there is none."""
    model = table.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [
        [model.index(row, column).data(role) or "" for column in (0, 1)]
        for row in range(model.rowCount())
    ]


def click_cell(table: EntryTable, row: int, column: int) -> None:
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), LEFT, NO_KEY, place)


def texts(widget: QWidget) -> list[str]:
    """The labels that can be seen."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def previewed(page: ComparisonPage) -> list[str]:
    return [entry.path for entry in page.preview.entries]


def test_progress_is_one_line_with_a_bar(window: ComparisonWindow) -> None:
    window.show_progress(Progress("Scoring", 231, 412, 12.0))
    assert window.waiting.line.text() == "Scoring 231 of 412, about 12 s left"
    assert (window.waiting.bar.value(), window.waiting.bar.maximum()) == (231, 412)
    window.show_progress(Progress("Looking for photos", 0, None, None))
    assert window.waiting.bar.maximum() == 0
    assert not window.close_button.isVisible()
    assert not window.html_button.isVisible()
    assert not window.promote_button.isVisible()


def test_cancel_is_asked_for_once(qtbot: QtBot, window: ComparisonWindow) -> None:
    with qtbot.waitSignal(window.cancel_wanted):
        click(window.waiting.cancel_button)
    assert not window.waiting.cancel_button.isEnabled()
    window.show_progress(Progress("Scoring", 300, 412, 5.0))
    assert window.waiting.line.text() == "Stopping …"
    with qtbot.assertNotEmitted(window.cancel_wanted, wait=0):
        window.close()
    assert not window.isVisible()


def test_closing_while_it_runs_cancels(qtbot: QtBot, window: ComparisonWindow) -> None:
    with qtbot.waitSignal(window.cancel_wanted):
        press(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_failure_is_one_sentence(window: ComparisonWindow) -> None:
    window.show_failure("'v2.pt' is damaged; verify the version.")
    assert window.state is ComparisonState.FAILED
    assert "'v2.pt' is damaged; verify the version." in texts(window)
    assert not window.waiting.bar.isVisible()
    assert not window.waiting.cancel_button.isVisible()
    assert not window.blind_button.isVisible()
    click(window.close_button)
    assert not window.isVisible()


def lines_seen(label: QLabel) -> int:
    """Height of the place of a text less that of the text."""
    room = label.contentsRect()
    flags = int(Qt.TextFlag.TextWordWrap)
    needed = label.fontMetrics().boundingRect(QRect(0, 0, room.width(), 9999), flags, label.text())
    return room.height() - needed.height()


@pytest.mark.parametrize("repeats", [1, 3, 12])
def test_long_failure_is_shown_in_full(
    qtbot: QtBot, window: ComparisonWindow, repeats: int
) -> None:
    sentence = "models/ava/retrained on holidays.pt is damaged; verify the version. " * repeats
    window.show_failure(sentence)
    line = window.waiting.line
    qtbot.waitUntil(lambda: lines_seen(line) >= 0)
    assert line.visibleRegion().boundingRect() == line.rect()
    assert line.geometry().bottom() < window.waiting.again_button.geometry().top()


def test_failure_can_be_tried_again(qtbot: QtBot, window: ComparisonWindow, folder: Path) -> None:
    assert not window.waiting.again_button.isVisible()
    window.show_failure("The folder is gone.")
    with qtbot.waitSignal(window.again_wanted):
        press(window.waiting.again_button, Qt.Key.Key_Space)
    window.begin_again()
    assert window.state is ComparisonState.RUNNING
    assert "Starting …" in texts(window)
    assert "The versions could not be compared" not in texts(window)
    assert window.waiting.cancel_button.isVisible()
    assert not window.waiting.again_button.isVisible()
    assert not window.close_button.isVisible()
    window.show_progress(Progress("Scoring", 1, 2, None))
    assert window.waiting.bar.value() == 1
    open_on(qtbot, window, ava_comparison(folder))
    assert window.html_button.isVisible()


def test_a_comparison_that_was_stopped_can_be_stopped_again(
    qtbot: QtBot, window: ComparisonWindow
) -> None:
    click(window.waiting.cancel_button)
    window.show_failure("The comparison was stopped.")
    window.begin_again()
    with qtbot.waitSignal(window.cancel_wanted):
        click(window.waiting.cancel_button)


def test_closing_a_finished_comparison_cancels_nothing(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    open_on(qtbot, window, ava_comparison(folder))
    with qtbot.assertNotEmitted(window.cancel_wanted, wait=0), qtbot.waitSignal(window.finished):
        click(window.close_button)


def test_answer_comes_first_then_the_figures(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    page = open_on(qtbot, window, ava_comparison(folder))
    assert window.windowTitle() == "AVA aesthetics: v1 against v2"
    assert page.answer.text() == SUMMARY
    assert texts(page.figures) == [
        "0.91 (0.86 to 0.94)", "rank correlation",
        "1 of 3", "group winners change",
        "1 in, 1 out", "album photos change",
        "34 and 3.1", "photos/s, v1 and v2",
    ]  # fmt: skip
    blocks = [w for w in page.figures.findChildren(QWidget) if w.accessibleDescription()]
    assert len(blocks) == 4
    assert blocks[0].accessibleName() == "rank correlation: 0.91 (0.86 to 0.94)"
    assert all(block.toolTip() for block in blocks)
    assert tab_titles(page) == [
        "Scores", "Moved most", "Group winners (1)", "Album (2)", "Your decisions",
    ]  # fmt: skip


def test_window_is_not_modal_and_can_be_maximised(window: ComparisonWindow) -> None:
    assert not window.isModal()
    assert window.windowFlags() & Qt.WindowType.WindowMaximizeButtonHint
    assert window.minimumSize().width() < 1100


def test_largest_change_is_shown_before_anybody_chose(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    with qtbot.assertNotEmitted(window.photo_chosen, wait=0):
        page = open_on(qtbot, window, ava_comparison(folder))
    assert previewed(page) == ["a.jpg"]
    assert page.plots is not None
    assert page.plots.scatter.current == 0


def test_click_on_a_point_shows_its_photo_with_both_scores(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    page = open_on(qtbot, window, ava_comparison(folder))
    assert page.plots is not None
    scatter = page.plots.scatter
    qtbot.waitUntil(lambda: scatter.spot_of(4).x() > 100)
    with qtbot.waitSignal(window.photo_chosen) as chosen:
        QTest.mouseClick(scatter.viewport(), LEFT, NO_KEY, scatter.spot_of(4).toPoint())
    assert chosen.args == ["day 2/e.jpg"]
    assert previewed(page) == ["day 2/e.jpg"]
    assert {"7.0, above 67% of all", "3.5, above 0% of all"} <= set(texts(page.preview))
    picture = page.preview.pictures[0]
    # The file itself, not its thumbnail.
    qtbot.waitUntil(lambda: picture.pixmap is not None and picture.pixmap.width() == 160)


def test_moved_photos_rise_on_the_left_and_fall_on_the_right(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    page = open_on(qtbot, window, ava_comparison(folder))
    table = table_of(page, "Moved most")
    assert cells(table) == [
        [
            "a.jpg, rises, Score 3.0 → 7.5, Above 0% → 67%",
            "e.jpg, falls, Score 7.0 → 3.5, Above 67% → 0%",
        ]
    ]
    assert "Rising from v1 to v2: 1 photo. Falling: 1." in page.lists[0].note.text()
    assert previewed(page) == ["a.jpg"]
    with qtbot.waitSignal(window.photo_chosen) as chosen:
        click_cell(table, 0, 1)
    assert chosen.args == ["day 2/e.jpg"]
    assert previewed(page) == ["day 2/e.jpg"]


def test_only_the_largest_moves_are_listed(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    names = [f"{n:03d}.jpg" for n in range(200)]
    scores = [float(n) for n in range(200)]
    many = ava_comparison(folder, names, scores, scores[::-1])
    page = open_on(qtbot, window, many)
    table = table_of(page, "Moved most")
    assert table.model().rowCount() == 60
    assert page.lists[0].note.text().endswith("The 60 largest moves of each are shown.")
    first = cells(table)[0]
    assert first[0].startswith("000.jpg, rises")
    assert first[1].startswith("199.jpg, falls")


def test_winners_of_a_group_stand_side_by_side_and_are_shown_together(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    page = open_on(qtbot, window, ava_comparison(folder))
    table = table_of(page, "Group winners")
    (row,) = cells(table)
    assert row[0].startswith("c.jpg, v1 chose, Score 5.0 → 5.2")
    assert row[1].startswith("a.jpg, v2 chose, Score 3.0 → 7.5")
    assert all(cell.endswith("Group 2, 3 shots") for cell in row)
    assert previewed(page) == ["c.jpg", "a.jpg"]
    assert page.lists[1].note.text() == "Groups whose winner changes: 1 of 3."
    with qtbot.waitSignal(window.photo_chosen) as chosen:
        click_cell(table, 0, 1)
    assert chosen.args == ["a.jpg"]
    pictures = page.preview.pictures
    qtbot.waitUntil(lambda: all(picture.pixmap is not None for picture in pictures))


def test_photos_that_enter_and_leave(qtbot: QtBot, window: ComparisonWindow, folder: Path) -> None:
    three = replace(ava_comparison(folder), entering=("a.jpg", "b.jpg"), leaving=("day 2/e.jpg",))
    page = open_on(qtbot, window, three)
    table = table_of(page, "Album (3)")
    told = cells(table)
    assert [cell.split(", Score")[0] for cell in told[0]] == ["a.jpg, enters", "e.jpg, leaves"]
    assert told[1][0].startswith("b.jpg, enters")
    assert told[1][1] == ""
    with qtbot.assertNotEmitted(window.photo_chosen, wait=0):
        click_cell(table, 1, 1)
    assert page.lists[2].note.text() == (
        "Entering the album with v2 in place of v1: 2 photos. Leaving it: 1."
    )


def test_decisions_with_interval(qtbot: QtBot, window: ComparisonWindow, folder: Path) -> None:
    page = open_on(qtbot, window, ava_comparison(folder))
    go_to(page, "Your decisions")
    told = texts(page.decisions)
    assert told[0] == AGREEMENT
    assert "You picked 14 photos and rejected 10." in told[1]
    expected = "v2 agrees 7 percentage points more often than v1 (95% interval −3 to +19)."
    assert expected in told
    spoken = [w.accessibleName() for w in page.decisions.findChildren(QWidget)]
    assert "v1 agrees in 71% of the pairs" in spoken
    assert "v2 agrees in 79% of the pairs" in spoken
    assert expected in spoken
    assert not page.decisions.needed.isVisible()
    assert not page.preview.isVisible()
    go_to(page, "Scores")
    assert page.preview.isVisible()


@pytest.mark.parametrize(
    ("difference", "sentence"),
    [
        (Estimate(-0.08, -0.2, 0.01), "v2 agrees 8 percentage points less often than v1"),
        (Estimate(-0.001, -0.1, 0.1), "Both agree equally often (95% interval −10 to +10)."),
    ],
)
def test_difference_in_words(
    qtbot: QtBot,
    window: ComparisonWindow,
    folder: Path,
    difference: Estimate,
    sentence: str,
) -> None:
    agreement = replace(SOME_DECISIONS, difference=difference)
    page = open_on(qtbot, window, ava_comparison(folder, agreement=agreement))
    go_to(page, "Your decisions")
    assert any(text.startswith(sentence) for text in texts(page.decisions))


@pytest.mark.parametrize("size", [QSize(1100, 740), QSize(2560, 1440)])
def test_decisions_stand_in_the_middle_and_need_no_scrolling(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, size: QSize
) -> None:
    window.resize(size)
    few = replace(SOME_DECISIONS, verdict=Verdict.TOO_FEW)
    page = open_on(qtbot, window, ava_comparison(folder, agreement=few))
    page.decisions.sentence.setText(agreement_sentence(ava_comparison(folder, agreement=few)))
    go_to(page, "Your decisions")
    view = page.decisions.viewport()
    block = page.decisions.sentence.parentWidget()
    assert block is not None
    qtbot.waitUntil(lambda: block.width() > 800)
    left = block.mapTo(view, QPoint(0, 0)).x()
    assert abs(left - (view.width() - left - block.width())) <= 1
    assert block.width() <= 880
    assert page.decisions.verticalScrollBar().maximum() == 0
    assert page.decisions.horizontalScrollBar().maximum() == 0


def test_decisions_can_be_scrolled_where_the_window_is_small(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    window.resize(window.minimumSize())
    few = replace(SOME_DECISIONS, verdict=Verdict.TOO_FEW)
    page = open_on(qtbot, window, ava_comparison(folder, agreement=few))
    go_to(page, "Your decisions")
    bar = page.decisions.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    window.activateWindow()
    page.decisions.setFocus()
    press(page.decisions, Qt.Key.Key_PageDown)
    assert bar.value() > 0


def test_too_few_decisions_say_what_is_needed(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    page = open_on(qtbot, window, ava_comparison(folder, agreement=NO_DECISIONS))
    go_to(page, "Your decisions")
    assert "at least 20 decisions" in page.decisions.needed.text()
    assert page.decisions.needed.isVisible()
    assert texts(page.decisions)[1] == "You picked 0 photos and rejected 0."
    assert "Difference" not in texts(page.decisions)


def test_siamese_versions_are_compared_in_pairs(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    page = open_on(qtbot, window, siamese_comparison(folder))
    assert window.windowTitle() == "Siamese comparison: v1 against v2"
    told = texts(page.figures)
    assert told[:4] == [
        "67% (21 to 94%)", "same preference (1 of 3 flip)",
        "100% and 67%", "same if swapped, v1 and v2",
    ]  # fmt: skip
    assert "0.50 (−0.20 to 0.90)" in told
    assert told[-2:] == ["12 and ?", "photos/s, v1 and v2"]
    assert tab_titles(page)[:2] == ["All pairs", "Flipped pairs (1)"]
    assert previewed(page) == ["c.jpg", "d.jpg"]
    table = table_of(page, "Flipped pairs")
    assert cells(table) == [
        ["d.jpg, v1 prefers, Better: 70% → 20%", "c.jpg, v2 prefers, Better: 30% → 80%"]
    ]
    assert previewed(page) == ["d.jpg", "c.jpg"]
    assert "better: 70%" in texts(page.preview)
    (row,) = cells(table_of(page, "Group winners"))
    assert row[0] == "d.jpg, v1 chose, Better: 70% → 20%, Group 2, 2 shots"
    go_to(page, "Your decisions")
    assert page.decisions.needed.isVisible()
    assert "at least 5 groups" in page.decisions.needed.text()


def test_pair_chosen_in_the_plot_is_shown_with_both_photos(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    page = open_on(qtbot, window, siamese_comparison(folder))
    assert page.plots is not None
    scatter = page.plots.scatter
    qtbot.waitUntil(lambda: scatter.spot_of(2).x() > 60)
    with qtbot.waitSignal(window.photo_chosen) as chosen:
        QTest.mouseClick(scatter.viewport(), LEFT, NO_KEY, scatter.spot_of(2).toPoint())
    assert chosen.args == ["day 2/e.jpg"]
    assert previewed(page) == ["day 2/e.jpg", "day 2/f.jpg"]


@pytest.mark.parametrize(
    ("kind", "sentences"),
    [
        (
            "ava",
            [
                "There is nothing that both versions judged.",
                "No photo changes its place in the album's order.",
                "This album has no groups of similar shots.",
                "The proposed album stays the same.",
            ],
        ),
        (
            "siamese",
            [
                "There is nothing that both versions judged.",
                "No two photos of this album were alike enough to be compared.",
                "This album has no groups of similar shots.",
                "The proposed album stays the same.",
            ],
        ),
    ],
)
def test_sections_without_content_say_why(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, kind: str, sentences: list[str]
) -> None:
    page = open_on(qtbot, window, empty_comparison(folder, kind))
    assert page.plots is None
    for number, sentence in enumerate(sentences):
        page.tabs.setCurrentIndex(number)
        assert sentence in texts(page.tabs)
        assert not page.preview.isVisible()
    assert "not defined" in texts(page.figures)
    assert "? and ?" in texts(page.figures)
    assert not window.blind_button.isEnabled()
    assert window.blind_button.toolTip()


def test_nothing_changes_in_an_album_with_groups(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    scores = [float(n) for n in range(1, 7)]
    same = replace(ava_comparison(folder, NAMES, scores, scores), flips=(), entering=(), leaving=())
    page = open_on(qtbot, window, same)
    go_to(page, "Group winners")
    assert "No group changes its winner." in texts(page.tabs)
    assert not window.blind_button.isEnabled()


def test_agreeing_pairs_leave_nothing_to_test_in_blind(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    found = siamese_comparison(folder)
    agreed = tuple(pair for pair in found.pairs if not pair.flipped)
    page = open_on(qtbot, window, replace(found, pairs=agreed, flips=()))
    go_to(page, "Flipped pairs")
    assert "The two versions prefer the same photo in every pair." in texts(page.tabs)
    assert not window.blind_button.isEnabled()


def test_buttons_tell_what_is_wanted(qtbot: QtBot, window: ComparisonWindow, folder: Path) -> None:
    open_on(qtbot, window, ava_comparison(folder, b="run-a"))
    with qtbot.waitSignal(window.blind_test_wanted):
        click(window.blind_button)
    assert window.promote_button.text() == "Use run-a for new scans…"
    with qtbot.waitSignal(window.promote_wanted) as promoted:
        click(window.promote_button)
    assert promoted.args == ["ava", "run-a"]


def test_version_in_use_is_not_offered(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    open_on(qtbot, window, ava_comparison(folder), current="v2")
    assert not window.promote_button.isVisible()
    window.set_current("v1")
    assert window.promote_button.isVisible()
    window.set_current("v2")
    assert not window.promote_button.isVisible()


@pytest.mark.parametrize("suffix", ["html", "json"])
def test_export_asks_for_a_file(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, tmp_path: Path, suffix: str
) -> None:
    open_on(qtbot, window, ava_comparison(folder))
    button, wanted = {
        "html": (window.html_button, window.html_wanted),
        "json": (window.json_button, window.json_wanted),
    }[suffix]
    click(button)
    dialog = child(window, QFileDialog)
    name = child(dialog, QLineEdit)
    assert name.text() == f"ava v1 against v2.{suffix}"
    # The suffix that was left out is added.
    name.setText(str(tmp_path / "my comparison"))
    save = child(dialog, QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)
    with qtbot.waitSignal(wanted) as told:
        click(save)
    assert told.args == [tmp_path / f"my comparison.{suffix}"]


def test_export_that_is_called_off_wants_nothing(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    open_on(qtbot, window, ava_comparison(folder))
    click(window.json_button)
    with qtbot.assertNotEmitted(window.json_wanted, wait=0):
        press(child(window, QFileDialog), Qt.Key.Key_Escape)
    assert window.isVisible()


def test_everything_is_reached_with_the_keyboard(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    window.activateWindow()
    page = open_on(qtbot, window, ava_comparison(folder))
    assert page.plots is not None
    met: list[QWidget] = []
    focused = QApplication.focusWidget()
    while focused is not None and focused not in met:
        met.append(focused)
        press(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
    buttons = [window.html_button, window.json_button, window.blind_button]
    buttons += [window.promote_button, window.close_button]
    assert {page.tabs.tabBar(), page.plots.scatter, *buttons} <= set(met)
    for widget in met:
        named = widget.text() if isinstance(widget, QPushButton) else widget.accessibleName()
        assert named, widget


def test_a_comparison_is_read_with_keys_alone(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    window.activateWindow()
    page = open_on(qtbot, window, ava_comparison(folder))
    bar = QApplication.focusWidget()
    assert isinstance(bar, QTabBar)
    press(bar, Qt.Key.Key_Tab)
    assert page.plots is not None
    assert QApplication.focusWidget() is page.plots.scatter
    press(page.plots.scatter, Qt.Key.Key_Right)
    assert previewed(page) == ["day 2/e.jpg"]
    with qtbot.waitSignal(window.photo_chosen) as chosen:
        press(page.plots.scatter, Qt.Key.Key_Return)
    assert chosen.args == ["day 2/e.jpg"]
    press(page.plots.scatter, Qt.Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is bar
    press(bar, Qt.Key.Key_Right)
    press(bar, Qt.Key.Key_Tab)
    table = QApplication.focusWidget()
    assert isinstance(table, EntryTable)
    press(table, Qt.Key.Key_Right)
    with qtbot.waitSignal(window.photo_chosen) as chosen:
        press(table, Qt.Key.Key_Space)
    assert chosen.args == ["day 2/e.jpg"]
    press(table, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_enter_in_a_list_presses_no_button(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    page = open_on(qtbot, window, ava_comparison(folder))
    table = table_of(page, "Album")
    with (
        qtbot.assertNotEmitted(window.promote_wanted, wait=0),
        qtbot.assertNotEmitted(window.blind_test_wanted, wait=0),
    ):
        press(table, Qt.Key.Key_Return)
    assert window.isVisible()


def test_thumbnails_arrive_in_the_lists(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, theme: Theme, pool: Pool
) -> None:
    with occupied(pool, threads=2):
        page = open_on(qtbot, window, ava_comparison(folder))
        table = table_of(page, "Moved most")
        waiting = pixels_like(table.grab().toImage(), theme.color("placeholder"))
        assert waiting > 5000
    qtbot.waitUntil(
        lambda: pixels_like(table.grab().toImage(), theme.color("placeholder")) < waiting // 10
    )


def test_photo_without_a_known_thumbnail_can_still_be_seen(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    found = replace(siamese_comparison(folder), pairs=siamese_comparison(folder).pairs[1:2])
    page = open_on(qtbot, window, replace(found, entering=("a.jpg",), leaving=()))
    table = table_of(page, "Album")
    assert cells(table) == [["a.jpg, enters", ""]]
    assert previewed(page) == ["a.jpg"]
    picture = page.preview.pictures[0]
    qtbot.waitUntil(lambda: picture.pixmap is not None)


def test_photo_that_is_gone_says_so_in_its_place(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    (folder / "a.jpg").unlink()
    page = open_on(qtbot, window, ava_comparison(folder))
    picture = page.preview.pictures[0]
    qtbot.waitUntil(lambda: "a.jpg" in picture.message)


def test_closing_while_pictures_load(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, pool: Pool, qapp: QApplication
) -> None:
    with occupied(pool, threads=2):
        page = open_on(qtbot, window, ava_comparison(folder))
        table_of(page, "Moved most").grab()
        window.close()
        window.deleteLater()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qtbot.waitUntil(lambda: pool.pending == 0)


@pytest.mark.parametrize("moment", ["at once", "when the plots are made"])
def test_closing_while_the_plots_are_prepared(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, moment: str
) -> None:
    window.show_comparison(ava_comparison(folder), SUMMARY, AGREEMENT)
    assert window.waiting.line.text() == "Drawing the plots …"
    if moment == "at once":
        window.close()
    else:
        built = type(window)._build

        def build_and_close(self: ComparisonWindow, *given: object) -> None:
            built(self, *given)  # type: ignore[arg-type]
            self.close()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ComparisonWindow, "_build", build_and_close)
            qtbot.waitUntil(lambda: not window.isVisible())
    qtbot.wait(50)
    assert not window.isVisible()


def test_colours_follow_the_theme(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, theme: Theme
) -> None:
    page = open_on(qtbot, window, ava_comparison(folder))
    for title in ("Group winners", "Your decisions", "Scores"):
        go_to(page, title)
        theme.force("dark")
        old = theme.color("version_b")
        assert pixels_like(window.grab().toImage(), old) > 30
        theme.force("light")
        image = window.grab().toImage()
        assert pixels_like(image, theme.color("version_b")) > 30
        assert pixels_like(image, old) < 5


def test_selected_cell_and_the_one_with_the_keyboard_can_be_told_apart(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, theme: Theme
) -> None:
    page = open_on(qtbot, window, ava_comparison(folder))
    table = table_of(page, "Moved most")

    def framed() -> int:
        return pixels_like(table.grab().toImage(), theme.color("accent"), 6)

    assert framed() == 0
    assert pixels_like(table.grab().toImage(), theme.color("cell_selected")) > 1000
    window.activateWindow()
    table.setFocus()
    qtbot.waitUntil(lambda: framed() > 200)


def test_hostile_names_are_plain_text(
    qtbot: QtBot, window: ComparisonWindow, tmp_path: Path
) -> None:
    names = (
        "<b>bold<i>.jpg",
        "x & y &amp;.jpg",
        "two\nlines.jpg",
        "%s {0} {version}.jpg",
        "Ünïcode 写真 \u202egpj.jpg",
        "w" * 200 + ".jpg",
    )
    folder = write_photos(tmp_path / "<i>& folder", names)
    found = ava_comparison(folder, names, b="<b>v&2")
    page = open_on(qtbot, window, found)
    assert window.promote_button.text() == "Use <b>v&&2 for new scans…"
    assert previewed(page) == [names[0]]
    assert page.preview.pictures[0].accessibleName().startswith(f"{names[0]}, Score 3.0")
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        assert not window.grab().isNull()
    rich = [w for w in page.findChildren(QLabel) if w.textFormat() != Qt.TextFormat.PlainText]
    assert rich == []
    tips = [w.toolTip() for w in page.figures.findChildren(QWidget) if w.toolTip()]
    assert not any("<b>" in tip for tip in tips)
    assert window.size() == QSize(1100, 740)


LONG = "retrained-on-the-holiday-photos-of-2026-11-23"
TWIN = "retrained-on-the-snow-photos-of-2026-11-23"


def test_long_names_of_versions_are_shortened(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    page = open_on(qtbot, window, ava_comparison(folder, b=LONG))
    assert window.windowTitle().endswith(LONG)
    assert window.promote_button.text() == "Use it…"
    assert window.promote_button.toolTip() == f"Use {LONG} for new scans…"
    assert window.promote_button.accessibleName() == f"Use {LONG} for new scans…"
    assert texts(page.figures)[-1] == "photos/s, v1 and retrained-on…-2026-11-23"


def test_shortened_names_are_never_alike(
    qtbot: QtBot, window: ComparisonWindow, folder: Path
) -> None:
    found = ava_comparison(folder, b=LONG)
    page = open_on(qtbot, window, replace(found, a=replace(found.a, version=TWIN)))
    header = table_of(page, "Group winners").horizontalHeader().model()
    told = [header.headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)]
    assert told == ["retrained…snow-photos-o… chose", "retrained…holiday-photo… chose"]


@given(names=st.lists(st.text("ab-", min_size=1, max_size=64), min_size=2, max_size=2, unique=True))
def test_any_two_names_stay_apart_when_they_are_shortened(names: list[str]) -> None:
    shown = short_pair(*names)
    assert shown[0] != shown[1]
    assert max(map(len, shown)) <= NAME_LENGTH


def test_two_names_that_differ_only_in_the_middle_or_at_the_end() -> None:
    names = ("x" * 30 + "1" + "y" * 33, "x" * 30 + "2" + "y" * 33)
    assert short_pair(*names) == ("xxxxxxxxx…1yyyyyyyyyyyy…", "xxxxxxxxx…2yyyyyyyyyyyy…")
    assert short_pair("z" * 60, "z" * 64) == ("zzzzzzzzz…", "zzzzzzzzz…zzzz")
    assert short_pair(LONG, LONG) == ("retrained-on…-2026-11-23",) * 2


@pytest.mark.parametrize("kind", ["ava", "siamese"])
def test_the_longest_names_widen_nothing(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, kind: str
) -> None:
    made = ava_comparison(folder) if kind == "ava" else siamese_comparison(folder)
    # Capital letters are the widest, and only one in the middle differs.
    names = ["W" * 32 + letter + "W" * 31 for letter in "AB"]
    infos = [replace(made.a, version=name) for name in names]
    found = replace(made, a=infos[0], b=infos[1])
    page = open_on(qtbot, window, found)
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        assert not window.grab().isNull()
        assert page.decisions.horizontalScrollBar().maximum() == 0
    assert window.size() == QSize(1100, 740)
    window.resize(window.minimumSize())
    assert window.size() == QSize(960, 600)
    told = texts(page.figures)[-1]
    assert "…" in told


def test_ten_thousand_winners_stay_a_light_list(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, thumbnails: ThumbnailStore
) -> None:
    asked: set[str] = set()

    def read(content_id: str) -> None:
        asked.add(content_id)

    thumbnails.set_source(read)
    names = [f"{n:05d}.jpg" for n in range(10_000)]
    scores = [1.0 + n / 2000 for n in range(len(names))]
    template = ava_comparison(folder).flips[0]
    many = replace(
        ava_comparison(folder),
        changes=changes(names[:50], scores[:50], scores[:50]),
        flips=tuple(
            replace(template, group=n, winner_a=name, winner_b=names[n - 1])
            for n, name in enumerate(names)
        ),
    )
    page = open_on(qtbot, window, many)
    table = table_of(page, "Group winners (10,000)")
    press(table, Qt.Key.Key_End)
    table.scrollToBottom()
    qtbot.waitUntil(lambda: table.rowAt(table.viewport().height() - 20) == 9_999)
    assert len(asked) < 30


@pytest.mark.parametrize("verdict", [Verdict.A, Verdict.B, Verdict.NO_DIFFERENCE])
def test_verdicts_need_nothing_more_when_they_tell(
    qtbot: QtBot, window: ComparisonWindow, folder: Path, verdict: Verdict
) -> None:
    agreement = replace(SOME_DECISIONS, verdict=verdict)
    page = open_on(qtbot, window, ava_comparison(folder, agreement=agreement))
    go_to(page, "Your decisions")
    assert not page.decisions.needed.isVisible()
