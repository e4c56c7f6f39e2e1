"""The pictures that models are tried on are there, small, different and documented."""

from pathlib import Path

import numpy as np
import pytest

from album_organizer.domain.errors import ModelError
from album_organizer.ml import golden
from album_organizer.settings.home import bundled_root

FOLDER = bundled_root() / "resources" / "golden"


def test_the_photographs_are_small_and_different() -> None:
    pictures = golden.golden_photographs()

    assert len(pictures) == len(golden.PHOTOGRAPHS) == 6
    assert all(picture.mode == "RGB" for picture in pictures)
    assert all(224 <= min(picture.size) <= max(picture.size) <= 384 for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == 6
    assert all(np.asarray(picture).std() > 20 for picture in pictures)


def test_the_files_take_little_room_and_say_where_they_are_from() -> None:
    files = {path.name for path in FOLDER.iterdir()}
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert files == {f"{name}.jpg" for name in golden.PHOTOGRAPHS} | {"README.md"}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 200_000
    rows = [line for line in readme.splitlines() if ".jpg" in line]
    assert len(rows) == 6
    assert all("CC0" in row or "public domain" in row for row in rows)


def test_the_extremes_are_the_same_each_time() -> None:
    first, second = golden.golden_extremes(), golden.golden_extremes()

    assert [picture.tobytes() for picture in first] == [picture.tobytes() for picture in second]
    black, white, noise, ramp, wide, tall = first
    assert black.getextrema() == ((0, 0),) * 3
    assert white.getextrema() == ((255, 255),) * 3
    assert np.asarray(noise).std() > 70
    assert ramp.getextrema() == ((0, 255),) * 3
    assert wide.width >= 100 * wide.height
    assert tall.height >= 100 * tall.width


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_missing_photograph_is_told(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "resources" / "golden"
    folder.mkdir(parents=True)
    for path in FOLDER.glob("*.jpg"):
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(golden, "bundled_root", lambda: tmp_path)
    assert len(golden.golden_photographs()) == 6

    if damage == "missing":
        (folder / "coffee.jpg").unlink()
    else:
        (folder / "coffee.jpg").write_bytes(b"hello")

    with pytest.raises(ModelError, match=r"test photo .*coffee.jpg is missing or damaged"):
        golden.golden_photographs()
