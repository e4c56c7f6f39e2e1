"""Colours and style, read from resources/styles; follows the system's light or dark scheme."""

import json
import sys
from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

SchemeName = Literal["light", "dark"]

_BODY_PX = 13
_DISABLED = QPalette.ColorGroup.Disabled

_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
_STILL = "\n* { widget-animation-duration: 0; }\n"

_PALETTE = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "window",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "secondary",
    QPalette.ColorRole.Highlight: "accent_fill",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Mid: "line",
}


class Theme(QObject):
    """The colours in force.

    Args:
        app: Gets palette, font and style sheet.
        resources: The folder that holds styles/ and icons/.
        forced: Stay light or dark whatever the system says.
    """

    changed = Signal()

    def __init__(
        self, app: QApplication, resources: Path, forced: SchemeName | None = None
    ) -> None:
        super().__init__(app)
        self._app = app
        self.resources = resources
        self._forced = forced
        self._preferred: SchemeName | None = None
        # Only Windows tells Qt whether the person wants effects; elsewhere "off" says nothing.
        told = sys.platform == "win32"
        self._system_moves = not told or app.isEffectEnabled(Qt.UIEffect.UI_General)
        self._moves = True
        app.setStyle("Fusion")
        app.setFont(body_font(app.font()))
        self._load()
        app.styleHints().colorSchemeChanged.connect(self._load)

    @property
    def scheme(self) -> SchemeName:
        """The scheme that is shown."""
        wanted = self._forced or self._preferred
        if wanted is not None:
            return wanted
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def force(self, scheme: SchemeName | None) -> None:
        """Stays with a scheme, or with None follows the system again."""
        self._forced = scheme
        self._load()

    def prefer(self, scheme: Literal["system", "light", "dark"]) -> None:
        """Shows what the person prefers; a forced scheme goes before it."""
        preferred: SchemeName | None = None if scheme == "system" else scheme
        if preferred != self._preferred:
            self._preferred = preferred
            self._load()

    def prefer_motion(self, reduced: Literal["system", "on", "off"]) -> None:
        """Lets menus, tips and bars move, or keeps them still."""
        moves = self._system_moves if reduced == "system" else reduced == "off"
        if moves != self._moves:
            self._moves = moves
            for effect in _EFFECTS:
                self._app.setEffectEnabled(effect, moves)
            self._load()

    def color(self, name: str, *, dark: bool = False) -> QColor:
        """A colour by its name in resources/styles.

        Args:
            name: The name.
            dark: That of the dark scheme, for what stands on black whatever the scheme.
        """
        return QColor((self._dark if dark else self._colors)[name])

    def edge(self, name: str, *, dark: bool = False) -> QColor:
        """Of a colour too bright to stand out from the ground: that of its outline."""
        colors = self._dark if dark else self._colors
        return QColor(colors.get(f"{name}_edge", colors[name]))

    def _load(self) -> None:
        styles = self.resources / "styles"
        self._colors, self._dark = _colors(styles, self.scheme), _colors(styles, "dark")
        palette = QPalette()
        for role, name in _PALETTE.items():
            palette.setColor(role, self.color(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(_DISABLED, role, self.color("disabled"))
        self._app.setPalette(palette)
        sheet = Template((styles / "window.qss").read_text(encoding="utf-8"))
        arrows = {
            name: (styles / f"{name}-{self.scheme}.svg").as_posix()
            for name in ("chevron_down", "chevron_up", "check", "check_partly")
        }
        still = "" if self._moves else _STILL
        self._app.setStyleSheet(sheet.substitute(self._colors, **arrows) + still)
        self.changed.emit()


def _colors(styles: Path, scheme: SchemeName) -> dict[str, str]:
    found: dict[str, str] = json.loads((styles / f"{scheme}.json").read_text(encoding="utf-8"))
    return found


def body_font(base: QFont) -> QFont:
    """The font of running text."""
    font = QFont(base)
    font.setPixelSize(_BODY_PX)
    return font


def number_font(base: QFont, *, bold: bool = False) -> QFont:
    """``base`` with digits of equal width, so that columns of numbers stay still."""
    font = QFont(base)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setBold(bold)
    return font
