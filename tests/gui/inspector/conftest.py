"""The inspector with real threads and a thumbnail for every photo."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.inspector_panel import InspectorPanel
from album_organizer.gui.jobs import Pool
from album_organizer.gui.theme import Theme

ShowWidget = Callable[[QWidget], QWidget]


def jpeg(*colors: tuple[int, int, int]) -> bytes:
    """A picture in stripes of equal width."""
    picture = Image.new("RGB", (64 * len(colors), 64))
    for number, color in enumerate(colors):
        picture.paste(color, (64 * number, 0, 64 * (number + 1), 64))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, icons: Icons, pool: Pool) -> InspectorPanel:
    made = InspectorPanel(theme, icons, pool)
    qtbot.addWidget(made)
    made.set_thumbnail_source(lambda content_id: jpeg((0, 0, 0), (250, 250, 250)))
    made.resize(320, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made
