"""One family of icons, drawn from SVG in the colours of the theme."""

import weakref
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from shiboken6 import isValid

from album_organizer.gui.theme import Theme

_SIZES = (16, 20, 24, 32, 40, 48)


class HasIcon(Protocol):
    """A button or an action."""

    def setIcon(self, icon: QIcon) -> None:
        """Shows the icon."""


class Icons(QObject):
    """Makes icons and renews them when the theme changes.

    Args:
        theme: Where the colours come from.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._bound: list[tuple[weakref.ref[HasIcon], str, str]] = []
        self._drawn: dict[tuple[str, int, float, str, str], QPixmap] = {}
        theme.changed.connect(self._renew)

    @property
    def theme(self) -> Theme:
        """Where the colours come from."""
        return self._theme

    def icon(self, name: str, color: str = "text") -> QIcon:
        """The icon ``name`` in a colour of the theme, greyed when disabled."""
        icon = QIcon()
        for size in _SIZES:
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
                icon.addPixmap(self.pixmap(name, size, color), mode)
            icon.addPixmap(self.pixmap(name, size, "disabled"), QIcon.Mode.Disabled)
        return icon

    def pixmap(
        self,
        name: str,
        size: int,
        color: str = "text",
        ratio: float = 1.0,
        *,
        dark: bool = False,
    ) -> QPixmap:
        """The icon as a square.

        Args:
            name: Of resources/icons.
            size: In logical pixels.
            color: Of resources/styles.
            ratio: Device pixels per logical pixel of the screen.
            dark: In the colours of the dark scheme, whatever the scheme.
        """
        fill = self._theme.color(color, dark=dark).name()
        edge = self._theme.edge(color, dark=dark).name()
        key = (name, size, ratio, fill, edge)
        if key not in self._drawn:
            path = self._theme.resources / "icons" / f"{name}.svg"
            pixmap = _render(path, round(size * ratio), fill, edge)
            pixmap.setDevicePixelRatio(ratio)
            self._drawn[key] = pixmap
        return self._drawn[key]

    def bind(self, target: HasIcon, name: str, color: str = "text") -> None:
        """Gives ``target`` the icon now and after every change of the theme."""
        self._bound = [e for e in self._bound if _alive(e[0]) and e[0]() is not target]
        self._bound.append((weakref.ref(target), name, color))
        target.setIcon(self.icon(name, color))

    def _renew(self) -> None:
        for reference, name, color in self._bound:
            target = reference()
            if target is not None and _alive(reference):
                target.setIcon(self.icon(name, color))


def window_icon(resources: Path) -> QIcon:
    """The program's own icon, in its own colours."""
    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(_render(resources / "icons" / "app.svg", size))
    return icon


def _alive(reference: weakref.ref[HasIcon]) -> bool:
    target = reference()
    return target is not None and isValid(target)


def _render(path: Path, size: int, color: str = "", edge: str = "") -> QPixmap:
    source = path.read_text(encoding="utf-8")
    if color:
        source = source.replace("currentColor", color).replace("edgeColor", edge)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
