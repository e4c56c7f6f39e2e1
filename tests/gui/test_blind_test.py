"""The blind test through key presses and clicks, on real photos and a real file of answers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.evaluation.blind_outcome import PAIRS, BlindOutcome
from album_organizer.evaluation.blind_pairs import Choice, pairs_of_disagreement
from album_organizer.evaluation.blind_session import BlindSession
from album_organizer.evaluation.results import PairChange, Verdict, VersionComparison
from album_organizer.gui.blind.blind_test_dialog import BlindTestDialog
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Pool
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.registry.blind_answers import BlindAnswer, BlindAnswers
from tests.gui.hands import click, press
from tests.gui.pacing import occupied
from tests.support.blind import NAME_A, NAME_B, SHA_A, SHA_B, comparison, reversed_order, swapped
from tests.support.pictures import write_picture

FEW = 8
K = Qt.Key

OpenTest = Callable[..., BlindTestDialog]


@pytest.fixture
def pool(qapp: QApplication) -> Iterator[Pool]:
    """One thread, as the window has for writing."""
    made = Pool("catalog", 1)
    yield made
    assert made.shut_down()


@pytest.fixture
def decoding(qapp: QApplication) -> Iterator[Pool]:
    made = Pool("pictures", 2)
    yield made
    assert made.shut_down()


@pytest.fixture
def few(tmp_path: Path) -> VersionComparison:
    """An album of a few photos on which the versions agree in nothing."""
    return album(tmp_path / "Lake", FEW)


def album(folder: Path, count: int) -> VersionComparison:
    """Real photos that both versions put in opposite orders."""
    photos = reversed_order(count, [f"IMG_{i:04d}.jpg" for i in range(count)])
    for number, photo in enumerate(photos):
        write_picture(folder / photo.path, scene=number)
    return comparison(photos, folder=str(folder))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models/blind_tests.jsonl"


@pytest.fixture
def start(
    qtbot: QtBot,
    qapp: QApplication,
    pool: Pool,
    decoding: Pool,
    theme: Theme,
    icons: Icons,
    file: Path,
) -> Iterator[OpenTest]:
    """Opens the test of a comparison."""
    dialogs: list[BlindTestDialog] = []

    def open_test(of: VersionComparison, answers: BlindAnswers | None = None) -> BlindTestDialog:
        store = PictureStore(decoding, pool)
        dialog = BlindTestDialog(of, answers or BlindAnswers(file), store, pool, theme, icons)
        dialogs.append(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        dialog.activateWindow()
        qtbot.waitUntil(lambda: dialog._session is not None or pool.pending == 0)
        return dialog

    yield open_test
    for dialog in dialogs:
        dialog.close()
        dialog.deleteLater()
    qtbot.waitUntil(lambda: pool.pending == 0)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def session_of(dialog: BlindTestDialog) -> BlindSession:
    assert dialog._session is not None
    return dialog._session


def wait_for_pair(qtbot: QtBot, dialog: BlindTestDialog, number: int) -> None:
    page, session = dialog.pair_page, session_of(dialog)
    qtbot.waitUntil(
        lambda: page.ready and page.progress.text() == f"Pair {number} of {session.total}"
    )


def wait_for_result(qtbot: QtBot, dialog: BlindTestDialog) -> None:
    qtbot.waitUntil(dialog.result_page.isVisible)


def wait_for_question(qtbot: QtBot, dialog: BlindTestDialog) -> bool:
    """Waits until an answer is taken; False if the result came instead."""
    qtbot.waitUntil(lambda: dialog.pair_page.ready or dialog.result_page.isVisible())
    return dialog.pair_page.isVisible()


def answer(qtbot: QtBot, dialog: BlindTestDialog, *keys: Qt.Key) -> None:
    """Answers pair after pair with keys, each when both photos can be seen."""
    for key in keys:
        assert wait_for_question(qtbot, dialog)
        press(dialog, key)


def agree_with(qtbot: QtBot, dialog: BlindTestDialog, version: str) -> None:
    """Answers all pairs that are left as a version would."""
    while wait_for_question(qtbot, dialog):
        pair = session_of(dialog).current
        assert pair is not None
        left = pair.a_prefers_left == (version == "a")
        press(dialog, K.Key_Left if left else K.Key_Right)


def written(file: Path) -> list[BlindAnswer]:
    return BlindAnswers(file).for_versions(SHA_A, SHA_B)


def lines(file: Path) -> list[dict[str, str | None]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def texts(dialog: QWidget) -> str:
    """Everything that can be read, touched or heard."""
    found = [dialog.windowTitle()]
    for widget in [dialog, *dialog.findChildren(QWidget)]:
        if widget.isVisibleTo(dialog):
            found += [
                widget.toolTip(),
                widget.accessibleName(),
                widget.accessibleDescription(),
                widget.whatsThis(),
                widget.statusTip(),
            ]
            shown = getattr(widget, "text", None)
            found.append(shown() if callable(shown) else "")
    return "\n".join(found)


def cells(dialog: BlindTestDialog, row: int) -> list[str]:
    found = [dialog.result_page.table.item(row, column) for column in range(3)]
    return [cell.text() for cell in found if cell is not None]


def test_a_whole_test_by_keys(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, file: Path
) -> None:
    dialog = start(few)
    told: list[BlindOutcome] = []
    dialog.finished_test.connect(told.append)
    total = session_of(dialog).total
    agree_with(qtbot, dialog, "b")
    qtbot.waitUntil(lambda: len(written(file)) == total)
    assert {a.prefers for a in written(file)} == {"b"}
    assert [(o.wins_a, o.wins_b, o.verdict) for o in told] == [(0, total, Verdict.B)]
    assert dialog.result_page.title.text() == f"You agree with {NAME_B}"
    assert dialog.result_page.sentence.text() == told[0].sentence
    assert [c.number.text() for c in dialog.result_page.counts] == ["0", str(total), "0"]
    assert [c.name.full_text for c in dialog.result_page.counts] == [
        NAME_A, NAME_B, "No preference",
    ]  # fmt: skip


def test_counts_and_columns_name_the_versions_in_the_same_order(
    qtbot: QtBot, start: OpenTest, few: VersionComparison
) -> None:
    dialog = start(few)
    agree_with(qtbot, dialog, "b")
    page = dialog.result_page
    columns = [page.table.horizontalHeaderItem(c) for c in range(2)]
    assert [h.text().split()[0] for h in columns if h is not None] == [
        count.name.full_text for count in page.counts[:2]
    ]
    told = page.sentence.text()
    assert told.index(NAME_A) < told.index(NAME_B)


def test_longest_names_of_versions_widen_no_dialog(
    qtbot: QtBot, start: OpenTest, few: VersionComparison
) -> None:
    a, b = ("W" * 32 + letter + "W" * 31 for letter in "AB")
    found = replace(few, a=replace(few.a, version=a), b=replace(few.b, version=b))
    dialog = start(found)
    agree_with(qtbot, dialog, "a")
    dialog.resize(dialog.minimumSize())
    assert not dialog.grab().isNull()
    assert dialog.size() == QSize(640, 480)
    page = dialog.result_page
    assert [count.name.full_text for count in page.counts[:2]] == [a, b]
    header = page.table.horizontalHeader().model()
    told = [header.headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)]
    assert told == [f"WWWWWWWWW…{x}WWWWWWWWWWWW… preferred" for x in "AB"]
    assert page.title.text() == "You agree with WWWWWWWWW…AWWWWWWWWWWWW…"


def test_result_lists_which_version_preferred_which(
    qtbot: QtBot, start: OpenTest, few: VersionComparison
) -> None:
    dialog = start(few)
    pairs = pairs_of_disagreement(few, PAIRS)
    answer(qtbot, dialog, K.Key_0)
    agree_with(qtbot, dialog, "a")
    table = dialog.result_page.table
    assert table.rowCount() == len(pairs)
    header = [table.horizontalHeaderItem(c) for c in range(3)]
    assert [h.text() for h in header if h is not None] == [
        f"{NAME_A} preferred", f"{NAME_B} preferred", "You preferred",
    ]  # fmt: skip
    for row, pair in enumerate(pairs):
        assert cells(dialog, row) == [
            pair.preferred_by_a,
            pair.preferred_by_b,
            f"{NAME_A}'s photo" if row else "Neither",
        ]
    fonts = [[table.item(row, c).font().bold() for c in (0, 1)] for row in (0, 1)]  # type: ignore[union-attr]
    assert fonts == [[False, False], [True, False]]


def test_result_shows_the_photos(qtbot: QtBot, start: OpenTest, few: VersionComparison) -> None:
    dialog = start(few)
    agree_with(qtbot, dialog, "a")
    table = dialog.result_page.table

    def opaque(row: int, column: int) -> bool:
        cell = table.item(row, column)
        assert cell is not None
        image = cell.icon().pixmap(table.iconSize()).toImage()
        return image.pixelColor(image.rect().center()).alpha() == 255

    qtbot.waitUntil(lambda: all(opaque(r, c) for r in range(table.rowCount()) for c in range(2)))


def test_a_whole_test_by_clicks(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, file: Path
) -> None:
    dialog = start(few)
    page = dialog.pair_page
    targets: list[QAbstractButton] = [page.left, page.right, page.neither_button]
    sides = []
    for number in range(1, session_of(dialog).total + 1):
        wait_for_pair(qtbot, dialog, number)
        target = targets[number % 3]
        pair = session_of(dialog).current
        assert pair is not None
        choice = (Choice.LEFT, Choice.RIGHT, Choice.NEITHER)[number % 3]
        sides.append(pair.preference(choice))
        click(target)
        assert not page.left.hasFocus()
        assert not page.right.hasFocus()
    wait_for_result(qtbot, dialog)
    qtbot.waitUntil(lambda: len(written(file)) == len(sides))
    assert [a.prefers for a in written(file)] == sides


@pytest.mark.parametrize(
    ("key", "side"),
    [
        (K.Key_Left, "left"),
        (K.Key_1, "left"),
        (K.Key_Right, "right"),
        (K.Key_2, "right"),
        (K.Key_Down, None),
        (K.Key_0, None),
    ],
)
def test_keys(
    qtbot: QtBot,
    start: OpenTest,
    few: VersionComparison,
    file: Path,
    key: Qt.Key,
    side: str | None,
) -> None:
    dialog = start(few)
    pair = session_of(dialog).current
    assert pair is not None
    answer(qtbot, dialog, key)
    marks = (dialog.pair_page.left.chosen, dialog.pair_page.right.chosen)
    assert marks == (side == "left", side == "right")
    assert dialog.pair_page.neither_button.isChecked() == (side is None)
    qtbot.waitUntil(lambda: len(written(file)) == 1)
    (line,) = lines(file)
    assert (line["left"], line["right"]) == (pair.left_id, pair.right_id)
    expected = {"left": pair.left, "right": pair.right, None: None}[side]
    winner = {"a": pair.preferred_by_a, "b": pair.preferred_by_b, None: None}
    assert winner[line["prefers"]] == expected


def test_left_is_left_where_words_are_read_from_the_right(
    qapp: QApplication, start: OpenTest, few: VersionComparison
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        page = start(few).pair_page
        places = [side.mapTo(page, side.rect().center()).x() for side in (page.left, page.right)]
        assert places[0] < places[1]
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_everything_is_reached_with_tab(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, file: Path
) -> None:
    dialog = start(few)
    page = dialog.pair_page
    wait_for_pair(qtbot, dialog, 1)
    assert page.hasFocus()
    press(page, K.Key_Tab)
    assert page.left.hasFocus()
    press(page.left, K.Key_Return)
    wait_for_pair(qtbot, dialog, 2)
    assert page.left.hasFocus()
    press(page.left, K.Key_Tab)
    assert page.right.hasFocus()
    press(page.right, K.Key_Space)
    wait_for_pair(qtbot, dialog, 3)
    reached: list[QWidget] = []
    for _ in range(3):
        press(dialog.focusWidget(), K.Key_Tab)
        reached.append(dialog.focusWidget())
    assert reached == [page.back_button, page.neither_button, page.close_button]
    qtbot.waitUntil(lambda: len(written(file)) == 2)


def test_key_that_is_held_down_answers_one_pair(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, file: Path
) -> None:
    dialog = start(few)
    answer(qtbot, dialog, K.Key_Left)
    for _ in range(5):
        press(dialog, K.Key_Left)
    wait_for_pair(qtbot, dialog, 2)
    qtbot.waitUntil(lambda: len(written(file)) == 1)


def test_back_replaces_an_answer(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, file: Path
) -> None:
    dialog = start(few)
    assert not dialog.pair_page.back_button.isEnabled()
    answer(qtbot, dialog, K.Key_Left, K.Key_Right)
    wait_for_pair(qtbot, dialog, 3)
    press(dialog, K.Key_Backspace)
    wait_for_pair(qtbot, dialog, 2)
    assert dialog.pair_page.right.chosen
    click(dialog.pair_page.back_button)
    wait_for_pair(qtbot, dialog, 1)
    assert dialog.pair_page.left.chosen
    assert not dialog.pair_page.back_button.isEnabled()
    press(dialog, K.Key_Backspace)
    wait_for_pair(qtbot, dialog, 1)
    press(dialog, K.Key_Down)
    wait_for_pair(qtbot, dialog, 3)
    assert not dialog.pair_page.neither_button.isChecked()
    qtbot.waitUntil(lambda: len(lines(file)) == 3)
    assert [a.prefers is None for a in written(file)] == [True, False]


def test_closed_half_way_it_goes_on(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, file: Path
) -> None:
    dialog = start(few)
    answer(qtbot, dialog, K.Key_Left, K.Key_Right, K.Key_Left)
    press(dialog, K.Key_Escape)
    assert not dialog.isVisible()
    again = start(few)
    wait_for_pair(qtbot, again, 4)
    assert len(written(file)) == 3
    click(again.pair_page.close_button)
    assert not again.isVisible()
    third = start(few)
    wait_for_pair(qtbot, third, 4)
    press(third, K.Key_Backspace)
    wait_for_pair(qtbot, third, 3)
    assert third.pair_page.left.chosen


def test_versions_named_the_other_way_round_go_on_as_well(
    qtbot: QtBot, start: OpenTest, few: VersionComparison
) -> None:
    dialog = start(few)
    agree_with(qtbot, dialog, "a")
    click(dialog.result_page.close_button)
    again = start(swapped(few))
    wait_for_result(qtbot, again)
    assert again.result_page.title.text() == f"You agree with {NAME_A}"


def test_answered_test_goes_straight_to_its_result(
    qtbot: QtBot, start: OpenTest, few: VersionComparison
) -> None:
    dialog = start(few)
    agree_with(qtbot, dialog, "a")
    sentence = dialog.result_page.sentence.text()
    press(dialog.result_page.close_button, K.Key_Return)
    assert not dialog.isVisible()
    again = start(few)
    told: list[object] = []
    again.finished_test.connect(told.append)
    wait_for_result(qtbot, again)
    assert again.result_page.sentence.text() == sentence
    assert not again.result_page.more_button.isVisible()
    assert told == []
    press(again, K.Key_Backspace)
    press(again, K.Key_Left)
    assert again.result_page.isVisible()


def test_answering_more_pairs(qtbot: QtBot, start: OpenTest, tmp_path: Path, file: Path) -> None:
    of = album(tmp_path / "Long walk", PAIRS + 6)
    dialog = start(of)
    told: list[BlindOutcome] = []
    dialog.finished_test.connect(told.append)
    agree_with(qtbot, dialog, "a")
    assert dialog.result_page.table.rowCount() == PAIRS
    click(dialog.result_page.more_button)
    total = session_of(dialog).total
    wait_for_pair(qtbot, dialog, PAIRS + 1)
    assert total > PAIRS
    assert not dialog.pair_page.back_button.isEnabled()
    agree_with(qtbot, dialog, "b")
    assert [(o.wins_a, o.wins_b) for o in told] == [(PAIRS, 0), (PAIRS, total - PAIRS)]
    assert "You went on after seeing a result" in dialog.result_page.sentence.text()
    assert not dialog.result_page.more_button.isVisible()
    qtbot.waitUntil(lambda: len(written(file)) == total)


def test_nothing_tells_which_version_is_which(
    qtbot: QtBot, start: OpenTest, few: VersionComparison
) -> None:
    dialog = start(few)
    secrets = [NAME_A, NAME_B, SHA_A[:6], SHA_B[:6], "IMG_", ".jpg"]
    for key in (K.Key_Left, K.Key_Right, K.Key_Down):
        wait_for_pair(qtbot, dialog, session_of(dialog).number)
        assert "Which one would you keep?" in texts(dialog)
        assert not [secret for secret in secrets if secret in texts(dialog)]
        press(dialog, key)
        assert not [secret for secret in secrets if secret in texts(dialog)]
    agree_with(qtbot, dialog, "a")
    assert NAME_A in texts(dialog)


def test_photos_are_shown_whole_and_both_at_once(
    qtbot: QtBot, start: OpenTest, tmp_path: Path, decoding: Pool, file: Path
) -> None:
    folder = tmp_path / "Two"
    folder.mkdir()
    Image.new("RGB", (300, 200), "#c03020").save(folder / "wide.png")
    Image.new("RGB", (200, 300), "#2040c0").save(folder / "tall.png")
    judged = PairChange("wide.png", "tall.png", "id-w", "id-t", None, 0.9, 0.1)
    with occupied(decoding, 2):
        dialog = start(comparison(pairs=[judged], folder=str(folder)))
        page = dialog.pair_page
        for key in (K.Key_Left, K.Key_Down):
            press(dialog, key)
        click(page.right)
        click(page.neither_button)
        assert not page.ready
        assert page.left.pixmap is None
        assert page.right.pixmap is None
        assert not page.neither_button.isChecked()
    wait_for_pair(qtbot, dialog, 1)
    assert not file.exists()
    colors = set()
    for photo in (page.left, page.right):
        assert photo.pixmap is not None
        image = photo.grab().toImage()
        middle = image.pixelColor(image.rect().center())
        colors.add(middle.name())
        shown = [
            (x, y)
            for x in range(0, image.width(), 4)
            for y in range(0, image.height(), 4)
            if _near(image.pixelColor(x, y), middle)
        ]
        width = max(x for x, _ in shown) - min(x for x, _ in shown)
        height = max(y for _, y in shown) - min(y for _, y in shown)
        expected = photo.pixmap.width() / photo.pixmap.height()
        assert width / height == pytest.approx(expected, rel=0.05)
        assert max(width / image.width(), height / image.height()) > 0.9
    assert colors == {"#c03020", "#2040c0"}
    assert page.left.size() == page.right.size()


def _near(one: QColor, other: QColor) -> bool:
    return all(
        abs(a - b) < 8
        for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    )


def test_chosen_photo_and_focus_can_be_seen(
    qtbot: QtBot, start: OpenTest, few: VersionComparison
) -> None:
    dialog = start(few)
    page = dialog.pair_page
    wait_for_pair(qtbot, dialog, 1)
    plain = page.left.grab().toImage()
    press(page, K.Key_Tab)
    focused = page.left.grab().toImage()
    assert focused != plain
    press(page.left, K.Key_1)
    assert page.left.grab().toImage() not in (plain, focused)


def test_hovering_shows_what_can_be_clicked(
    qtbot: QtBot, start: OpenTest, few: VersionComparison
) -> None:
    dialog = start(few)
    page = dialog.pair_page
    wait_for_pair(qtbot, dialog, 1)
    QTest.mouseMove(dialog, QPoint(2, 2))
    plain = page.right.grab().toImage()
    QTest.mouseMove(page.right, page.right.rect().center())
    qtbot.waitUntil(lambda: page.right.grab().toImage() != plain)
    assert page.right.cursor().shape() is Qt.CursorShape.PointingHandCursor


def test_vanished_photo_is_passed_over(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, file: Path
) -> None:
    pairs = pairs_of_disagreement(few, PAIRS)
    gone = pairs[0].left
    (Path(few.folder) / gone).unlink()
    left = [p for p in pairs if gone not in (p.left, p.right)]
    dialog = start(few)
    qtbot.waitUntil(lambda: session_of(dialog).total == len(left))
    wait_for_pair(qtbot, dialog, 1)
    note = dialog.pair_page.note.text()
    assert f"{len(pairs) - len(left)} pair" in note
    assert "left out because a photo can no longer be read" in note
    assert gone not in texts(dialog)
    agree_with(qtbot, dialog, "a")
    qtbot.waitUntil(lambda: {a.photos for a in written(file)} == {p.photos for p in left})


def test_photo_that_vanishes_between_two_pairs(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, file: Path
) -> None:
    dialog = start(few)
    wait_for_pair(qtbot, dialog, 1)
    total = session_of(dialog).total
    last = pairs_of_disagreement(few, PAIRS)[-1]
    (Path(few.folder) / last.right).write_bytes(b"no photo any more")
    agree_with(qtbot, dialog, "b")
    assert total - 2 <= dialog.result_page.table.rowCount() < total
    assert "left out" in dialog.result_page.note.text()


def test_album_whose_photos_are_all_gone(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, file: Path
) -> None:
    for photo in few.changes:
        (Path(few.folder) / photo.path).unlink()
    dialog = start(few)
    qtbot.waitUntil(dialog.message.isVisible)
    assert "can no longer be read" in dialog.message.text()
    assert not file.exists()
    press(dialog.message_button, K.Key_Space)
    assert not dialog.isVisible()


def test_result_is_shown_without_the_photos(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, decoding: Pool
) -> None:
    dialog = start(few)
    agree_with(qtbot, dialog, "a")
    dialog.close()
    for photo in few.changes:
        (Path(few.folder) / photo.path).unlink()
    again = start(few)
    wait_for_result(qtbot, again)
    qtbot.waitUntil(lambda: decoding.pending == 0)
    assert again.result_page.table.rowCount() == len(pairs_of_disagreement(few, PAIRS))


def test_versions_that_agree(qtbot: QtBot, start: OpenTest, tmp_path: Path) -> None:
    dialog = start(comparison(folder=str(tmp_path)))
    assert dialog.message.isVisible()
    assert "the two versions agree" in dialog.message.text()
    assert dialog.message_button.hasFocus()
    click(dialog.message_button)
    assert not dialog.isVisible()


def test_short_test_says_so(qtbot: QtBot, start: OpenTest, tmp_path: Path) -> None:
    of = album(tmp_path / "Afternoon", 3)
    dialog = start(of)
    total = session_of(dialog).total
    wait_for_pair(qtbot, dialog, 1)
    note = dialog.pair_page.note.text()
    assert f"{total} of {PAIRS} pairs" in note
    assert "too few for a verdict" in note
    agree_with(qtbot, dialog, "a")
    assert dialog.result_page.title.text() == "Too few preferences to tell"
    assert dialog.result_page.note.text() == note


def test_even_answers_are_no_verdict(qtbot: QtBot, start: OpenTest, few: VersionComparison) -> None:
    dialog = start(few)
    half = session_of(dialog).total // 2
    for number in range(2 * half):
        pair = session_of(dialog).current
        assert pair is not None
        left = pair.a_prefers_left == (number < half)
        answer(qtbot, dialog, K.Key_Left if left else K.Key_Right)
    agree_with(qtbot, dialog, "a")
    assert dialog.result_page.title.text() == "Too even to tell"


def test_answers_that_cannot_be_saved(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, tmp_path: Path, pool: Pool
) -> None:
    folder = tmp_path / "memory stick"
    folder.mkdir()
    file = folder / "blind_tests.jsonl"
    dialog = start(few, BlindAnswers(file))
    answer(qtbot, dialog, K.Key_Left)
    qtbot.waitUntil(lambda: len(written(file)) == 1)
    folder.rename(tmp_path / "unplugged")
    answer(qtbot, dialog, K.Key_Right)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "could not be saved" in dialog.banner.sentence.text()
    answer(qtbot, dialog, K.Key_Right)
    wait_for_pair(qtbot, dialog, 4)
    click(dialog.banner.action_button)
    qtbot.waitUntil(lambda: pool.pending == 0)
    assert dialog.banner.isVisible()
    (tmp_path / "unplugged").rename(folder)
    assert len(written(file)) == 1
    click(dialog.banner.action_button)
    qtbot.waitUntil(lambda: not dialog.banner.isVisible())
    assert len(written(file)) == 3
    agree_with(qtbot, dialog, "a")
    qtbot.waitUntil(lambda: len(written(file)) == session_of(dialog).total)


def test_answers_that_cannot_be_read(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, file: Path
) -> None:
    file.mkdir()
    dialog = start(few)
    assert "cannot be read" in dialog.message.text()
    assert not dialog.pair_page.isVisible()


def test_answer_given_just_before_closing_is_saved(
    qtbot: QtBot, start: OpenTest, few: VersionComparison, pool: Pool, file: Path
) -> None:
    dialog = start(few)
    wait_for_pair(qtbot, dialog, 1)
    with occupied(pool):
        press(dialog, K.Key_Left)
        press(dialog, K.Key_Escape)
        assert not dialog.isVisible()
        assert not file.exists()
    qtbot.waitUntil(lambda: pool.pending == 0)
    assert len(written(file)) == 1


def test_closing_while_pairs_are_looked_for(
    qtbot: QtBot, few: VersionComparison, pool: Pool, decoding: Pool, theme: Theme, file: Path
) -> None:
    with occupied(pool):
        dialog = BlindTestDialog(
            few, BlindAnswers(file), PictureStore(decoding, pool), pool, theme, Icons(theme)
        )
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.message.text() == "Looking for pairs …"
        press(dialog, K.Key_Escape)
        assert not dialog.isVisible()
    qtbot.waitUntil(lambda: pool.pending == 0)
    assert not dialog.pair_page.isVisibleTo(dialog)


def test_smaller_and_larger_windows(qtbot: QtBot, start: OpenTest, few: VersionComparison) -> None:
    dialog = start(few)
    assert dialog.isModal()
    page = dialog.pair_page
    for width, height in ((1280, 760), (1800, 1100), (640, 480)):
        dialog.resize(width, height)
        wait_for_pair(qtbot, dialog, 1)
        assert page.width() == width
        assert page.left.size() == page.right.size()
        for label in page.findChildren(QLabel):
            if label.isVisible():
                assert dialog.rect().contains(label.mapTo(dialog, label.rect().bottomRight()))
                assert label.fontMetrics().height() <= label.height()
