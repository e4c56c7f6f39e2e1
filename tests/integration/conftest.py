import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from album_organizer.domain.album import ModelInfo
from album_organizer.ml import loader
from album_organizer.workspace.logs import stop_logging
from tests.integration.program import Program
from tests.support.homes import make_first_home
from tests.support.pictures import write_picture

Judge = TypeVar("Judge")

_loaded: dict[ModelInfo, object] = {}


@pytest.fixture
def models_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps the loaded networks of a version from command to command, as the window does.

    Most of a command's time on a small album goes into loading. The file has been verified by its
    hash before; tests that are about loading do without this.
    """

    def once(load: Callable[[Path, ModelInfo], Judge]) -> Callable[[Path, ModelInfo], object]:
        def kept(path: Path, info: ModelInfo) -> object:
            if info not in _loaded:
                _loaded[info] = load(path, info)
            return _loaded[info]

        return kept

    monkeypatch.setattr(loader, "load_ava", once(loader.load_ava))
    monkeypatch.setattr(loader, "load_siamese", once(loader.load_siamese))


@pytest.fixture
def program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """The command with a home folder in which v1 of both models is in use."""
    monkeypatch.setattr(sys, "argv", [])
    yield Program(make_first_home(tmp_path / "home"), capsys)
    stop_logging()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    photos = tmp_path / "photos"
    for i, brightness in enumerate((1.0, 1.05, 0.95)):
        write_picture(photos / f"burst_{i}.jpg", brightness=brightness, seconds=i)
    for i in range(1, 4):
        write_picture(photos / "more" / f"{i}.jpg", scene=i, seconds=3600.0 * i)
    (photos / "broken.jpg").write_bytes(b"")
    return photos
