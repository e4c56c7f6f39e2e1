import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from album_organizer.workspace.logs import stop_logging
from tests.integration.program import Program
from tests.support.pictures import write_picture


@pytest.fixture
def program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr(sys, "argv", [])
    yield Program(tmp_path / "home", capsys)
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
