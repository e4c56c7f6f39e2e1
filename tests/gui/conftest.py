"""Real widgets without a display; every Qt warning fails the test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from album_organizer.gui.app import build_window
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Pool, Pools
from album_organizer.gui.main_window import MainWindow
from album_organizer.gui.session_state import SessionState
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.pipeline.runner import AlbumPipeline
from album_organizer.settings.home import bundled_root, catalog_path
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog
from album_organizer.workspace.workspace import Judges, Workspace
from tests.gui.pacing import PacedJudge
from tests.support.judges import BrightnessJudge
from tests.support.pictures import write_picture

SCAN_MS = 120_000

OpenWindow = Callable[[], MainWindow]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of itself that it has no window manager; that is no fault."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, bundled_root() / "resources", "dark")
    yield made
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(theme)


@pytest.fixture
def pool(qapp: QApplication) -> Iterator[Pool]:
    made = Pool("test", 2)
    yield made
    assert made.shut_down()


@pytest.fixture
def pools(qapp: QApplication) -> Iterator[Pools]:
    made = Pools.create()
    yield made
    made.shut_down()


@pytest.fixture
def thumbnails(pool: Pool) -> ThumbnailStore:
    return ThumbnailStore(pool)


@pytest.fixture(scope="session")
def model_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with two AVA versions and one Siamese version, small and real."""
    from tests.support.checkpoints import (  # noqa: PLC0415 (imports PyTorch)
        make_ava_checkpoint,
        make_siamese_checkpoint,
    )

    home = tmp_path_factory.mktemp("models")
    make_ava_checkpoint(home / "models/album_app/ava_aesthetic_model.pt")
    make_ava_checkpoint(home / "models/album_app_v2/ava_aesthetic_model.pt", seed=5)
    make_siamese_checkpoint(home / "models/album_app/siamese_comparison_model.pt")
    (home / "models/registry.yaml").write_text(
        "album_app:\n"
        "  ava:\n"
        "    current: v1\n"
        "    versions:\n"
        "      v1: {path: models/album_app/ava_aesthetic_model.pt, metrics: {val_mse: 0.4}}\n"
        "      v2: {path: models/album_app_v2/ava_aesthetic_model.pt, metrics: {val_mse: 0.35}}\n"
        "  siamese:\n"
        "    current: v1\n"
        "    versions:\n"
        "      v1: {path: models/album_app/siamese_comparison_model.pt}\n",
        encoding="utf-8",
    )
    return home


@pytest.fixture
def home(tmp_path: Path, model_files: Path) -> Path:
    """A home folder of its own for each test; small albums, so that proposals have to choose."""
    folder = tmp_path / "home"
    shutil.copytree(model_files, folder)
    (folder / "configs").mkdir()
    (folder / "configs/global_config.yaml").write_text(
        "album:\n  target_count: 3\nperformance:\n  workers: 1\n  batch_size: 2\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def album_folder(tmp_path: Path) -> Path:
    """Three scenes of three near-identical shots each, and two files that are no photos."""
    folder = tmp_path / "Lake & hills"
    folder.mkdir()
    for scene in range(3):
        for shot in range(3):
            write_photo(folder / f"IMG_{scene}{shot}.jpg", scene, shot)
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "letter.jpg").write_bytes(b"Dear photographer, this is not a photo.")
    return folder


def write_photo(path: Path, scene: int, shot: int) -> Path:
    """A JPEG file with a capture time: shots of a scene are a second apart and look alike."""
    image = Image.new("RGB", (360, 240), [(40, 90, 160), (150, 120, 40), (60, 130, 60)][scene % 3])
    draw = ImageDraw.Draw(image)
    for step in range(12):
        left = (scene * 97 + step * 61) % 320
        top = (scene * 53 + step * 37) % 200
        color = ((step * 40 + scene * 70) % 256, (step * 70) % 256, (scene * 90 + step * 20) % 256)
        box = (left + shot, top, left + 30 + step * 3 + shot, top + 40)
        (draw.ellipse if scene % 2 else draw.rectangle)(box, fill=color)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Testmaker", "Model T"
    exif.get_ifd(0x8769)[0x9003] = f"2026:07:12 {9 + scene:02d}:00:{shot:02d}"
    image.save(path, quality=90, exif=exif)
    return path


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot, home: Path) -> Iterator[OpenWindow]:
    """Opens windows on the home folder; they are closed at the end, with all their threads."""
    yield from _windows(qapp, qtbot, home)


def _windows(qapp: QApplication, qtbot: QtBot, home: Path) -> Iterator[OpenWindow]:
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        window = build_window(qapp, home, "dark")
        windows.append(window)
        window.resize(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        window.controller.start()
        qtbot.waitUntil(lambda: window.controller.state is not SessionState.STARTING)
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def quick_home(tmp_path: Path, scored_bursts: Path) -> Path:
    """A home folder with placeholders for checkpoints; the judges come from ``judge``.

    Its catalog knows the photos of ``bursts``, though not where they lie: they are found, read and
    judged like any others, without the slow part.
    """
    folder = tmp_path / "quick home"
    (folder / "models").mkdir(parents=True)
    for kind in ("ava", "siamese"):
        (folder / f"models/{kind}.pt").write_bytes(b"not looked into")
    shutil.copy(catalog_path(scored_bursts), folder)
    (folder / "configs").mkdir()
    (folder / "models/registry.yaml").write_text(
        "album_app:\n"
        "  ava: {current: v1, versions: {v1: {path: models/ava.pt}}}\n"
        "  siamese: {current: v1, versions: {v1: {path: models/siamese.pt}}}\n",
        encoding="utf-8",
    )
    (folder / "configs/global_config.yaml").write_text(
        "quality_assessment: {ava_checkpoint: models/ava.pt,"
        " siamese_checkpoint: models/siamese.pt}\n"
        "album: {target_count: 3}\nperformance: {workers: 1, batch_size: 2}\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def judge() -> PacedJudge:
    """Scores by brightness, and can be made to wait in the middle of a scan."""
    return PacedJudge()


@pytest.fixture
def quick_window(
    qapp: QApplication,
    qtbot: QtBot,
    quick_home: Path,
    judge: PacedJudge,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[OpenWindow]:
    """Windows whose photos are judged by brightness: the real pipeline without PyTorch."""
    judges = Judges(judge, BrightnessJudge("siamese"))
    monkeypatch.setattr(Workspace, "load_models", lambda workspace: judges)
    windows = _windows(qapp, qtbot, quick_home)
    yield next(windows)
    judge.go_on()
    next(windows, None)


@pytest.fixture(scope="session")
def scored_bursts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The photos of ``bursts``, and a catalog in which their analyses stand already."""
    root = tmp_path_factory.mktemp("scored")
    folder = root / "Bursts"
    for scene in range(2):
        for shot in range(3):
            write_picture(
                folder / f"{'ab'[scene]}{shot}.jpg",
                scene=scene,
                brightness=1.0 - 0.15 * shot,
                seconds=600.0 * scene + shot,
            )
    write_picture(folder / "c.jpg", scene=7, seconds=5000.0)
    with Catalog(catalog_path(root)) as catalog:
        # Under another version than that of the windows: scores are to be given anew.
        AlbumPipeline(catalog, Settings(), BrightnessJudge("ava", "before"), None).score(folder)
    return root


@pytest.fixture
def bursts(tmp_path: Path, scored_bursts: Path) -> Path:
    """Two bursts of three shots, the first shot of each the brightest, and a photo by itself."""
    return shutil.copytree(scored_bursts / "Bursts", tmp_path / "Bursts")


def score(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    """Opens a folder and waits for the proposals."""
    window.open_folder(str(folder))
    wait_for(qtbot, window, SessionState.DONE)


def wait_for(qtbot: QtBot, window: MainWindow, state: SessionState) -> None:
    """Waits for a state; says why if the scan failed instead."""

    def reached() -> None:
        assert window.controller.state is state, window.controller.failure

    qtbot.waitUntil(reached, timeout=SCAN_MS)
