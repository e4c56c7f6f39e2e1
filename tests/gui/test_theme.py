import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton, QStyle
from pytestqt.qtbot import QtBot

import album_organizer.gui
from album_organizer.gui.icons import Icons, window_icon
from album_organizer.gui.theme import Theme, number_font
from album_organizer.settings.home import bundled_root

STYLES = bundled_root() / "resources" / "styles"
ICONS = sorted((bundled_root() / "resources" / "icons").glob("*.svg"))
SURFACES = ("window", "panel", "raised", "hover", "ground", "cell_selected", "banner")


def colors(scheme: str) -> dict[str, str]:
    loaded: dict[str, str] = json.loads((STYLES / f"{scheme}.json").read_text(encoding="utf-8"))
    return loaded


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio."""

    def luminance(name: str) -> float:
        color = QColor(name)
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_both_schemes_name_the_same_colours() -> None:
    assert colors("light").keys() == colors("dark").keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", SURFACES)
def test_text_can_be_read_on_every_surface(scheme: str, ground: str) -> None:
    named = colors(scheme)
    assert contrast(named["text"], named[ground]) >= 4.5
    assert contrast(named["secondary"], named[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_buttons_can_be_told_from_their_ground(scheme: str) -> None:
    named = colors(scheme)
    assert contrast(named["on_accent"], named["accent_fill"]) >= 4.5
    for mark in ("pick", "reject", "star", "tie", "accent", "control_line"):
        assert contrast(named[mark], named["ground"]) >= 3.0
        assert contrast(named[mark], named["panel"]) >= 3.0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_surroundings_of_photos_are_neutral(scheme: str) -> None:
    for name in ("window", "panel", "ground", "placeholder", "line", "track"):
        color = QColor(colors(scheme)[name])
        assert color.red() == color.green() == color.blue()


def test_no_colours_in_the_code() -> None:
    package = Path(album_organizer.gui.__file__).parent
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|QColor\(\s*\d|GlobalColor\.(?!transparent)")
    found = [p.name for p in package.rglob("*.py") if literal.search(p.read_text(encoding="utf-8"))]
    assert found == []


def test_forced_scheme_stays_and_can_change(theme: Theme, qtbot: QtBot) -> None:
    assert theme.scheme == "dark"
    with qtbot.waitSignal(theme.changed):
        theme.force("light")
    assert theme.color("window") == QColor(colors("light")["window"])
    assert QApplication.palette().window().color() == theme.color("window")


def test_icons_follow_the_theme(theme: Theme, icons: Icons, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    icons.bind(button, "folder")
    dark = button.icon().pixmap(24, 24).toImage()
    theme.force("light")
    assert button.icon().pixmap(24, 24).toImage() != dark
    button.deleteLater()
    qtbot.wait(10)
    theme.force("dark")  # must not touch the deleted button


@pytest.mark.parametrize("path", ICONS, ids=lambda p: p.stem)
def test_every_icon_draws_something(path: Path, icons: Icons) -> None:
    image = icons.pixmap(path.stem, 24).toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 40 for x in range(24) for y in range(24))
    assert 20 < inked < 24 * 24


def test_an_icon_keeps_its_size_on_screens_of_every_scaling(icons: Icons) -> None:
    """24 pixels are an icon of 24 on a plain screen, and one of 16 at 150%."""
    for size, ratio in ((24, 1.0), (16, 1.5), (24, 1.0), (12, 2.0)):
        pixmap = icons.pixmap("reject", size, ratio=ratio)
        assert pixmap.width() == 24
        assert pixmap.deviceIndependentSize().width() == size


def test_icons_are_one_family() -> None:
    for path in ICONS:
        source = path.read_text(encoding="utf-8")
        if path.stem != "app":
            assert 'viewBox="0 0 24 24"' in source
            # Filled in one colour and outlined in another where the first alone is too bright.
            stroke = "edgeColor" if path.stem == "label-yellow" else "currentColor"
            assert f'stroke="{stroke}"' in source


def test_window_icon_has_all_sizes(qapp: QApplication) -> None:
    sizes = {size.width() for size in window_icon(bundled_root() / "resources").availableSizes()}
    assert {16, 32, 48, 256} <= sizes


def test_numbers_have_equal_widths(qapp: QApplication) -> None:
    font = number_font(QFont(), bold=True)
    assert font.bold()
    assert font.featureValue(QFont.Tag("tnum")) == 1


def test_what_the_person_prefers_goes_before_the_system(qapp: QApplication) -> None:
    theme = Theme(qapp, bundled_root() / "resources")
    for scheme in ("light", "dark"):
        theme.prefer(scheme)
        shown: str = theme.scheme
        assert shown == scheme
    assert theme.color("window") == QColor(colors("dark")["window"])


def test_a_forced_scheme_goes_before_the_preference(theme: Theme) -> None:
    theme.prefer("light")
    assert theme.scheme == "dark"


def test_without_motion_nothing_moves(theme: Theme, qtbot: QtBot) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)

    def duration() -> int:
        bar.ensurePolished()
        return bar.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, bar)

    theme.prefer_motion("off")
    assert duration() > 0
    theme.prefer_motion("on")
    assert duration() == 0
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
    theme.prefer_motion("off")
    assert duration() > 0
