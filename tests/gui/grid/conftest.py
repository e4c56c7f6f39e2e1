"""The grid by itself, on its own window."""

import pytest
from pytestqt.qtbot import QtBot

from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.grid.photo_grid import PhotoGrid
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from tests.gui.builders import item


@pytest.fixture
def grid(qtbot: QtBot, theme: Theme, icons: Icons, thumbnails: ThumbnailStore) -> PhotoGrid:
    """Forty photos of one morning, four in a row."""
    model = PhotoGridModel()
    model.set_items(item(f"{n:03d}.jpg", seconds=n) for n in range(40))
    view = PhotoGrid(model, PhotoDelegate(theme, icons, thumbnails), thumbnails)
    view._delegate.setParent(view)
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.step(0)
    return view
