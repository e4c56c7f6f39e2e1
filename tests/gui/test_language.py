"""The window in other languages."""

import gettext
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui import app
from album_organizer.gui.language import apply_language
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.viewing.view_mode import ViewMode
from album_organizer.i18n import tr, use_catalog, use_number_marks
from album_organizer.settings.home import bundled_root
from tests.gui.conftest import OpenWindow, score
from tests.gui.hands import press
from tests.gui.spoken import texts_of

RESOURCES = bundled_root() / "resources"
_WORD = re.compile(r"[^\W\d_]{2,}")
_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
_QTS_OWN = ("qt_", "ScrollLeftButton", "ScrollRightButton")
"""Parts of Qt itself, which have their own translations."""
_NO_WORDS = re.compile(
    r"\b(Album Organizer|AVA|JPEG|HTML|JSON|PDF|CSV|ISO|Testmaker|Model T|v\d+|Ctrl|Shift|Alt|Tab"
    r"|Esc|Del|Backspace|Return|Enter|Space|Home|End|Left|Right|Up|Down|PgUp|PgDown|Meta|F\d+"
    r"|[A-Z]|MP|MB|px|mm|\d+mm|Canon EOS 40D|EF|jpe?g|Bursts|English|Deutsch|ms|qt_\w+"
    r"|\d+ [A-Z][a-z]{2} \d{4})\b|עברית|[\w/]+\.(jpg|pt|yaml|png)\b"
)
"""Names, keys and units, which are the same in every language, and files of the test album."""


class Marked(gettext.NullTranslations):
    """Puts every text that was looked up between brackets."""

    def gettext(self, message: str) -> str:
        """``⟦Pick⟧``."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same for plurals."""
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture
def language(qapp: QApplication) -> Iterator[None]:
    """Everything is English and from left to right again afterwards."""
    before = QLocale()
    yield
    use_catalog(gettext.NullTranslations())
    use_number_marks()
    QLocale.setDefault(before)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def untranslated(root: QWidget, folder: Path = Path("/nowhere")) -> set[str]:
    """Texts with words outside the brackets; where the album lies does not count."""
    found = set()
    for place, text in texts_of(root):
        rest = text.replace(str(folder), "").replace("&", "")
        while _INNERMOST.search(rest):
            rest = _INNERMOST.sub(" ", rest)
        own = any(name in place for name in _QTS_OWN)
        if not own and _WORD.search(_NO_WORDS.sub(" ", rest)):
            found.add(f"{place}: {text}")
    return found


@pytest.mark.usefixtures("language")
def test_no_text_of_the_window_bypasses_translation(
    qtbot: QtBot, quick_window: OpenWindow, bursts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "apply_language", lambda *_: use_catalog(Marked()))
    window = quick_window()
    assert untranslated(window, bursts.parent) == set()
    score(qtbot, window, bursts)
    press(window.photos.grid, Qt.Key.Key_P)
    press(window.photos.grid, Qt.Key.Key_4)
    press(window.photos.grid, Qt.Key.Key_6)
    for view in ViewMode:
        window.intents.set_view(view)
        assert untranslated(window, bursts.parent) == set()
    window.intents.show_tuning(True)
    window.models.show_panel()
    window.intents.show_shortcuts()
    window.dialogs.open_settings()
    window.dialogs.open_export()
    assert untranslated(window, bursts.parent) == set()


@pytest.mark.usefixtures("language")
def test_the_search_for_untranslated_texts_finds_them(qtbot: QtBot) -> None:
    use_catalog(Marked())
    window = QWidget()
    qtbot.addWidget(window)
    window.setToolTip("Plain words")
    window.setAccessibleName(tr("{n} photos of {what}").format(n=3, what=tr("the album")))
    assert untranslated(window) == {"QWidget tool tip: Plain words"}


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(
    ("name", "direction", "grid"),
    [
        ("de", Qt.LayoutDirection.LeftToRight, "Raster"),
        ("he", Qt.LayoutDirection.RightToLeft, "רשת"),
        ("en", Qt.LayoutDirection.LeftToRight, "Grid"),
    ],
)
def test_a_language_changes_words_and_direction(
    qapp: QApplication,
    quick_window: OpenWindow,
    quick_home: Path,
    name: str,
    direction: Qt.LayoutDirection,
    grid: str,
) -> None:
    configuration = quick_home / "configs/global_config.yaml"
    with configuration.open("a", encoding="utf-8") as file:
        file.write(f"window: {{language: {name}}}\n")
    window = quick_window()
    assert qapp.layoutDirection() == direction
    assert window.layoutDirection() == direction
    assert window.header.view_buttons[ViewMode.GRID].text() == grid


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("name", ["de", "he"])
def test_the_window_fits_in_every_language(
    qapp: QApplication, qtbot: QtBot, quick_window: OpenWindow, bursts: Path,
    quick_home: Path, name: str,
) -> None:  # fmt: skip
    configuration = quick_home / "configs/global_config.yaml"
    with configuration.open("a", encoding="utf-8") as file:
        file.write(f"window: {{language: {name}}}\n")
    window = quick_window()
    score(qtbot, window, bursts)
    assert window.minimumSizeHint().width() <= 1280
    for view in ViewMode:
        window.intents.set_view(view)
        assert window.width() == 1280
    assert_mirrored(window, mirrored=name == "he")
    current = window.photos.current
    assert current is not None
    written = f"{current.score:.2f}".replace(".", "," if name == "de" else ".")
    assert any(written in text for _, text in texts_of(window.side))


def assert_mirrored(window: MainWindow, *, mirrored: bool) -> None:
    """The filters stand where reading begins, the inspector where it ends."""
    first = window.filters.mapTo(window, window.filters.rect().center()).x()
    last = window.side.mapTo(window, window.side.rect().center()).x()
    assert (first > last) is mirrored


@pytest.mark.usefixtures("language")
def test_qts_own_words_follow(qapp: QApplication) -> None:
    assert apply_language(qapp, RESOURCES, "de") == "de"
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QLocale().language() == QLocale.Language.German


@pytest.mark.usefixtures("language")
def test_an_unknown_language_is_english(qapp: QApplication, tmp_path: Path) -> None:
    shutil.copytree(RESOURCES / "translations", tmp_path / "translations")
    assert apply_language(qapp, tmp_path, "fr") == "en"
    assert tr("Grid") == "Grid"
