"""A folder of real photos behind the real pages."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from album_organizer.domain.album import GroupKind, Standing
from album_organizer.gui.icons import Icons, window_icon
from album_organizer.gui.item_models.item_table import table_of
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.jobs import Pool
from album_organizer.gui.panels.photo_area import PhotoArea
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.session import Session
from album_organizer.gui.session_state import SessionState
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.imaging.thumbnail import make_thumbnail
from tests.support.albums import scored_photo

SIZE = (1500, 1000)
GROUPS = (("a", 4), ("b", 1), ("c", 3))
"""Groups and how many shots each has; their composites fall by 0.02 from shot to shot."""

MakeItem = Callable[..., PhotoItem]


def make_item(
    path: str, *, group: int = 1, rank: int = 1, size: int = 1, seconds: float = 0.0
) -> PhotoItem:
    scored = scored_photo(path, ava=6.0 - 0.36 * rank, seconds=seconds)
    photo = replace(scored.photo, width=SIZE[0], height=SIZE[1])
    kind = GroupKind.SIMILAR if size > 1 else GroupKind.SINGLE
    standing = Standing(group, rank, size, kind, proposed=rank == 1, tied=size > 1)
    return PhotoItem(replace(scored, photo=photo), standing)


def make_picture(number: int) -> Image.Image:
    """Four coloured quarters, told apart by their shade for each number."""
    pixels = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    half_y, half_x = SIZE[1] // 2, SIZE[0] // 2
    pixels[:half_y, :half_x] = (200, 20 * number, 20)
    pixels[:half_y, half_x:] = (20, 200, 20 * number)
    pixels[half_y:, :half_x] = (20 * number, 20, 200)
    pixels[half_y:, half_x:] = (200, 200, 20 * number)
    return Image.fromarray(pixels)


@pytest.fixture(scope="session")
def photo_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("viewing")
    names = [f"{letter}{n}.jpg" for letter, count in GROUPS for n in range(1, count + 1)]
    for number, name in enumerate(names):
        make_picture(number).save(folder / name, quality=92)
    return folder


@pytest.fixture
def items() -> list[PhotoItem]:
    made = []
    for group, (letter, count) in enumerate(GROUPS, start=1):
        for rank in range(1, count + 1):
            seconds = 1000.0 * group + rank
            path = f"{letter}{rank}.jpg"
            made.append(make_item(path, group=group, rank=rank, size=count, seconds=seconds))
    return made


@pytest.fixture
def pictures(pool: Pool) -> PictureStore:
    return PictureStore(pool)


@pytest.fixture
def area(
    qtbot: QtBot,
    theme: Theme,
    icons: Icons,
    thumbnails: ThumbnailStore,
    pictures: PictureStore,
    photo_files: Path,
    items: list[PhotoItem],
) -> PhotoArea:
    """The middle of the window over the photos, the first one current in the grid."""
    by_id = {item.content_id: photo_files / item.path for item in items}
    thumbnails.set_source(lambda content_id: make_thumbnail(Image.open(by_id[content_id])))
    made = PhotoArea(theme, icons, window_icon(theme.resources), thumbnails, pictures)
    qtbot.addWidget(made)
    session = Session(str(photo_files), table_of(items))
    made.model.set_table(session.table)
    made.show_session(session, SessionState.DONE, "")
    made.resize(1000, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.focus_photos()
    return made
