"""The panel as a whole: what it shows, what it asks for, and that everybody can use it."""

import gettext
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import GroupKind, UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.domain.photo import CaptureInfo
from album_organizer.domain.scores import FAULT, Weights
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.facts import PhotoFacts
from album_organizer.gui.inspector.gather import facts_of
from album_organizer.gui.inspector.inspector_panel import InspectorPanel
from album_organizer.gui.inspector.rows import ExplainedRow
from album_organizer.gui.inspector.words import standing_words
from album_organizer.gui.item_models.preparation import prepare
from album_organizer.gui.jobs import Pool
from album_organizer.gui.session import Session
from album_organizer.gui.theme import Theme
from album_organizer.i18n import use_catalog
from album_organizer.ml.technical import WEIGHTS
from album_organizer.pipeline.reranking import Reranker
from tests.gui.builders import item
from tests.gui.hands import click, press
from tests.gui.inspector.facts import REASONS, facts, shots
from tests.support.albums import by_path, scored_photo

GROUP = shots(0.66, 0.64, 0.55)
WINS = {(0, 1): 0.71}


def test_panel_tells_everything_of_a_photo(panel: InspectorPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.histograms.counted):
        panel.show_facts(facts(GROUP, WINS))
    assert panel.name.full_text == "IMG_1.JPG"
    assert panel.standing.text() == "In the album: proposed"
    # The decision stands in the line above already.
    assert panel.reasons == [reason.sentence for reason in REASONS[1:]]
    assert panel.breakdown.sum.texts[2] == panel.sections["score"].figure.text()
    assert panel.sections["group"].isVisible()
    assert panel.sections["group"].figure.text() == "1 of 3"
    assert panel.matrix.model.own_row == 0
    assert panel.distribution.words.text() == "The best of 3 photos."
    assert panel.capture.path.path.endswith("IMG_1.JPG")
    assert not panel.selection_hint.isVisible()


def test_panel_forgets_the_photo_before(panel: InspectorPanel) -> None:
    panel.show_facts(replace(facts(GROUP, WINS, selected=12)))
    assert panel.selection_hint.text() == "Decides on 12 selected photos"
    assert panel.selection_hint.isVisible()
    marked = item("sub/d.jpg", decision=UserDecision.PICK, marks=Marks(4, ColorLabel.BLUE))
    panel.show_facts(PhotoFacts(marked))
    assert panel.name.full_text == "d.jpg"
    assert panel.standing.text() == "In the album: picked by you"
    assert panel.decisions.buttons[UserDecision.PICK].isChecked()
    assert (panel.stars.stars, panel.labels.label) == (4, ColorLabel.BLUE)
    assert panel.reasons == []
    for gone in (
        panel.sections["group"],
        panel.sections["folder"],
        panel.selection_hint,
    ):
        assert not gone.isVisible()


def test_panel_without_photo_says_what_will_stand_there(panel: InspectorPanel) -> None:
    panel.show_facts(facts(GROUP))
    panel.show_facts(None)
    assert not panel.name.isVisible()
    assert panel._empty.isVisible()
    assert panel._empty.text() == "Scores and reasons of the current photo stand here."


def test_panel_while_scoring(panel: InspectorPanel) -> None:
    panel.show_facts(PhotoFacts(item(ranked=False)))
    assert panel.standing.text() == "Scored"
    assert panel.reasons == ["Groups and proposals follow when all photos are scored."]
    assert panel.later.isVisible()
    assert not panel.chips.isVisible()
    panel.show_facts(facts(GROUP))
    assert not panel.later.isVisible()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decision": UserDecision.REJECT}, "Not in the album: rejected by you"),
        ({"proposed": True}, "In the album: proposed"),
        ({}, "Not in the album: not proposed"),
        ({"missing": True, "proposed": True}, "The file is no longer in the folder"),
    ],
)
def test_words_of_the_standing(changes: dict[str, object], words: str) -> None:
    assert standing_words(item(**changes)) == words  # type: ignore[arg-type]


def test_panel_asks_for_decisions_stars_and_labels(panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_facts(facts(GROUP))
    with qtbot.waitSignal(panel.decided) as decided:
        click(panel.decisions.buttons[UserDecision.REJECT])
    with qtbot.waitSignal(panel.rated) as rated:
        click(panel.stars.buttons[4])
    with qtbot.waitSignal(panel.labelled) as labelled:
        click(panel.labels.buttons[ColorLabel.YELLOW])
    asked = (decided.args, rated.args, labelled.args)
    assert asked == ([UserDecision.REJECT], [4], [ColorLabel.YELLOW])


def test_every_component_of_the_technical_quality_is_told(panel: InspectorPanel) -> None:
    figures = {name: 0.1 + 0.1 * number for number, name in enumerate(WEIGHTS)}
    scored = GROUP[0].scored
    technical = replace(scored.analysis.technical, **figures)
    measured = replace(scored, analysis=replace(scored.analysis, technical=technical))
    panel.show_facts(PhotoFacts(replace(GROUP[0], scored=measured)))
    rows = panel.technical.rows
    assert set(rows) == set(figures)
    for name, share in figures.items():
        assert rows[name].text == f"{round(100 * share)}%"
        assert rows[name].accessibleName() == f"{rows[name].name} {rows[name].text}"
        assert ("named a fault" in rows[name].explanation) == (share < FAULT)
        assert rows[name].fontMetrics().horizontalAdvance(rows[name].name) <= rows[name].NAME_WIDTH
    assert len({row.name for row in rows.values()}) == len(rows)


def test_capture_facts_and_path(panel: InspectorPanel) -> None:
    scored = GROUP[0].scored
    info = CaptureInfo(camera="Canon EOS 40D", f_number=2.8, exposure_s=1 / 250, iso=200)
    taken = replace(scored, photo=replace(scored.photo, capture=info))
    panel.show_facts(PhotoFacts(replace(GROUP[0], scored=taken), folder="/photos/Lake"))
    lines = dict(panel.capture.lines)
    assert lines["Camera"] == "Canon EOS 40D"
    assert lines["Exposure"] == "1/250 s, f/2.8, ISO 200"
    assert "Taken" not in lines
    assert panel.capture.path.path.replace("\\", "/") == "/photos/Lake/day/IMG_1.JPG"
    assert panel.capture.path.isReadOnly()


def test_folding_is_remembered(
    qtbot: QtBot, theme: Theme, icons: Icons, pool: Pool, panel: InspectorPanel
) -> None:
    panel.show_facts(facts(GROUP, WINS))
    assert panel.sections["technical"].folded
    for key in ("score", "technical"):
        heading = panel.sections[key].heading
        heading.setFocus()
        press(heading, Qt.Key.Key_Space)
    assert panel.sections["score"].folded
    assert not panel.breakdown.isVisible()
    assert panel.technical.isVisible()
    assert panel.sections["score"].heading.accessibleName().endswith("folded")
    other = InspectorPanel(theme, icons, pool)
    qtbot.addWidget(other)
    other.restore_state(panel.save_state())
    assert {k: s.folded for k, s in other.sections.items()} == {
        k: s.folded for k, s in panel.sections.items()
    }
    for unreadable in ("", "nonsense", "{}"):
        other.restore_state(unreadable)
        assert other.save_state() == panel.save_state()
    other.restore_state("folded:why,unknown")
    assert [k for k, s in other.sections.items() if s.folded] == ["why"]


@pytest.mark.parametrize("width", [280, 320, 420])
@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_nothing_is_cut_at_the_sides(
    panel: InspectorPanel, qtbot: QtBot, width: int, direction: Qt.LayoutDirection
) -> None:
    panel.setLayoutDirection(direction)
    panel.resize(width, 800)
    for section in panel.sections.values():
        section.fold(False)
    panel.show_facts(facts(GROUP, WINS, selected=3))
    qtbot.wait(10)
    assert panel.width() == width
    for part in panel.findChildren(QWidget):
        shown = isinstance(part, QAbstractButton | QLabel | ExplainedRow | QLineEdit)
        if shown and part.isVisible() and not panel.matrix.table.isAncestorOf(part):
            left = part.mapTo(panel, part.rect().topLeft()).x()
            assert left >= 0, part
            assert left + part.width() <= width, part

    def no_text_is_cut() -> None:
        for text in panel.findChildren(QLabel):
            if text.isVisible() and text.wordWrap():
                assert text.height() >= text.heightForWidth(text.width())

    # Heights follow widths after a few turns of the event loop.
    qtbot.waitUntil(no_text_is_cut)


def test_long_names_are_shortened(panel: InspectorPanel) -> None:
    long = item("a-very-long-file-name-of-a-photo-that-nobody-would-type-by-hand-0001.jpg")
    panel.show_facts(PhotoFacts(long))
    assert panel.name.text() != panel.name.full_text
    assert panel.name.toolTip() == panel.name.full_text


def focus_stops(qtbot: QtBot, panel: InspectorPanel) -> list[QWidget]:
    """What Tab reaches, once around."""
    first = panel.decisions.buttons[None]
    first.setFocus()
    stops: list[QWidget] = []
    widget: QWidget | None = first
    while widget is not None and widget not in stops:
        stops.append(widget)
        press(widget, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
    return stops


def test_keyboard_reaches_everything_and_everything_has_a_name(
    panel: InspectorPanel, qtbot: QtBot
) -> None:
    for section in panel.sections.values():
        section.fold(False)
    panel.show_facts(facts(GROUP, WINS))
    stops = focus_stops(qtbot, panel)
    for wanted in (
        panel.stars.buttons[1],
        panel.labels.buttons[ColorLabel.RED],
        panel.chips.chips[0],
        panel.breakdown.parts["ava"],
        panel.matrix.table,
        panel.matrix.larger,
        panel.histogram.chart,
        panel.distribution.chart,
        panel.technical.rows["sharpness"],
        panel.capture.path,
        *(section.heading for section in panel.sections.values()),
    ):
        assert wanted in stops
    # A row of controls is one stop: the panel is left after a few presses.
    assert len(stops) < 24
    for stop in stops:
        if stop is not panel.matrix.larger:
            assert stop.accessibleName(), stop
        assert stop.toolTip() or stop is panel.matrix.table, stop


def test_focus_can_be_seen(panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_facts(facts(GROUP, WINS))
    for stop in focus_stops(qtbot, panel):
        stop.setFocus()
        qtbot.wait(1)
        with_focus = stop.grab().toImage()
        stop.clearFocus()
        assert stop.grab().toImage() != with_focus, stop


class Marking(gettext.NullTranslations):
    """Marks every text that was looked up."""

    def gettext(self, message: str) -> str:
        return f"¤{message}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def marked_panel(qtbot: QtBot, theme: Theme, icons: Icons, pool: Pool) -> Iterator[InspectorPanel]:
    use_catalog(Marking())
    made = InspectorPanel(theme, icons, pool)
    qtbot.addWidget(made)
    made.show()
    yield made
    use_catalog(gettext.NullTranslations())


def test_no_text_bypasses_translation(marked_panel: InspectorPanel) -> None:
    panel = marked_panel
    for section in panel.sections.values():
        section.fold(False)
    panel.show_facts(replace(facts(GROUP, WINS, selected=2), reasons=()))
    click(panel.matrix.larger)
    data = {panel.name.text(), "", "IMG_1.JPG"}
    figures = set("0123456789.-–%, /")
    for part in panel.findChildren(QWidget):
        own = [part.accessibleName(), part.accessibleDescription(), part.toolTip()]
        if isinstance(part, QLabel | QAbstractButton):
            own.append(part.text())
        if part.window() is panel.matrix.dialog:
            own.append(part.windowTitle())
        for text in own:
            plain = text.replace("\N{NARROW NO-BREAK SPACE}", "")
            told = plain in data or set(plain) <= figures or "¤" in plain
            about_file = part is panel.capture.path or "4000 × 3000" in plain
            assert told or about_file or "2026" in plain, (part, text)
    panel.matrix.dialog.close()


def test_facts_are_gathered_from_the_open_folder() -> None:
    photos = by_path(
        scored_photo("a.jpg", ava=6.0), scored_photo("b.jpg", ava=5.9), scored_photo("c.jpg")
    )
    pair = (photos["a.jpg"], photos["b.jpg"])
    clusters = [(pair, GroupKind.SIMILAR), ((photos["c.jpg"],), GroupKind.SINGLE)]
    session = Session("/photos/Lake")
    session.replace(prepare(photos.values()), (), {})
    waiting = facts_of(session, session.items["a.jpg"], Tuning(), 1)
    assert (waiting.reasons, waiting.comparisons) == ((), ())
    assert [shot.path for shot in waiting.group] == ["a.jpg"]

    reranker = Reranker(photos, clusters, {("a.jpg", "b.jpg"): 0.29})
    tuning = Tuning(weights=Weights(0.6, 0.2, 0.2))
    session.rank(reranker, reranker.rank(tuning, reranker.decision_codes({})))
    found = facts_of(session, session.items["a.jpg"], Tuning(), 5)
    assert [shot.path for shot in found.group] == ["b.jpg", "a.jpg"]
    assert [(c.a, c.b, c.p_a) for c in found.comparisons] == [("a.jpg", "b.jpg", 0.29)]
    assert found.tuning == tuning
    assert found.reasons[0].chip == "No. 2 of 2"
    assert (found.selected, found.folder) == (5, "/photos/Lake")
    assert sorted(found.scores) == pytest.approx(
        sorted(shot.score for shot in session.items.values())
    )
    again = facts_of(session, session.items["c.jpg"], Tuning(), 1)
    assert again.scores is found.scores
