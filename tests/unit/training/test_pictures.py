from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from album_organizer.domain.errors import PhotoError
from album_organizer.imaging.decode import decode
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.training.config import Augmentation
from album_organizer.training.pictures import Change, Inputs, PictureStore, prefetched
from tests.support.photos import scene, write_photo

HOWS = [
    Preprocessing(resize=72, size=64),
    Preprocessing(fit="pad", resize=64, size=64),
    Preprocessing(fit="stretch", resize=64, size=64),
]


@pytest.mark.parametrize("how", HOWS, ids=lambda how: how.fit)
@pytest.mark.parametrize("size", [(301, 200), (200, 301), (90, 90), (50, 41), (900, 20)])
def test_an_unchanged_picture_is_what_a_scan_sees(
    tmp_path: Path, how: Preprocessing, size: tuple[int, int]
) -> None:
    path = write_photo(tmp_path / "a.jpg", size=size)
    store = PictureStore(how, {"a": path}, 10**9)
    seen = how.apply(decode(path, how.decode_side, 200.0).image)
    assert np.array_equal(store.input("a"), seen)
    path.unlink()
    assert np.array_equal(store.input("a"), seen), "kept in memory"


def test_beyond_the_limit_nothing_is_kept(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "a.jpg", size=(90, 60))
    store = PictureStore(HOWS[0], {"a": path}, 100)
    store.input("a")
    path.unlink()
    with pytest.raises(PhotoError, match="no longer there"):
        store.input("a")


def test_a_margin_keeps_more_than_the_network_sees(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "a.jpg", size=(400, 300))
    whole = PictureStore(HOWS[0], {"a": path}, 10**9, margin=1.25)
    cropped = whole.input("a", Change(False, (0.8, 0.5, 0.5), 1.0, 1.0))
    assert cropped.shape == (3, 64, 64)
    assert not np.array_equal(cropped, whole.input("a"))


def test_changes_stay_within_their_bounds() -> None:
    random = np.random.default_rng(1)
    drawn = [Change.draw(Augmentation(crop=0.1, colour=0.2), random) for _ in range(300)]
    assert 100 < sum(change.flip for change in drawn) < 200
    assert all(0.9 <= change.kept[0] <= 1.0 for change in drawn)
    assert all(0.8 <= change.brightness <= 1.2 for change in drawn)
    assert len({change.contrast for change in drawn}) == 300


def test_without_augmentation_nothing_changes() -> None:
    picture = scene(1, (60, 40))
    for seed in range(5):
        change = Change.draw(Augmentation(flip=False), np.random.default_rng(seed))
        assert change.apply(picture) is picture


def test_each_change_does_what_it_says() -> None:
    picture = scene(1, (60, 40))
    flipped = Change(True, (1.0, 0, 0), 1.0, 1.0).apply(picture)
    assert flipped.transpose(Image.Transpose.FLIP_LEFT_RIGHT).tobytes() == picture.tobytes()
    cropped = Change(False, (0.5, 1.0, 0.0), 1.0, 1.0).apply(picture)
    assert cropped.tobytes() == picture.crop((30, 0, 60, 20)).tobytes()
    darker = Change(False, (1.0, 0, 0), 0.8, 1.0).apply(picture)
    assert np.asarray(darker).mean() < np.asarray(picture).mean()
    flatter = Change(False, (1.0, 0, 0), 1.0, 0.8).apply(picture)
    assert np.asarray(flatter).std() < np.asarray(picture).std()


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.floats(0, 0.2),
    st.floats(0, 0.2),
    st.integers(0, 10**6),
)
@settings(max_examples=60, deadline=None)
def test_no_change_ever_leaves_the_picture(
    width: int, height: int, crop: float, colour: float, seed: int
) -> None:
    """Black edges would tell the network which photos were cropped."""
    picture = Image.new("RGB", (width, height), (200, 150, 100))
    change = Change.draw(Augmentation(crop=crop, colour=colour), np.random.default_rng(seed))
    changed = change.apply(picture)
    assert 1 <= changed.width <= width
    assert 1 <= changed.height <= height
    assert changed.width >= round(width * (1 - crop)) or changed.width == 1
    assert len(changed.getcolors(4) or []) == 1
    assert changed.getpixel((0, 0)) != (0, 0, 0)


def test_equal_draws_are_equal_changes() -> None:
    """Both photos of a pair get the same change, of its numbers alone."""
    setting = Augmentation(crop=0.2, colour=0.2)
    one, other = (Change.draw(setting, np.random.default_rng([1, 2, 3])) for _ in range(2))
    assert one == other


def number_of(index: int) -> Inputs:
    return np.full((1,), index, np.float32)


def test_batches_come_in_order() -> None:
    batches = [[3, 1], [4], [1, 5, 9], [2], [6]]
    with ThreadPoolExecutor(3) as pool:
        found = list(prefetched(pool, batches, number_of))
    assert [list(numbers) for numbers, _ in found] == batches
    assert [inputs[:, 0].tolist() for _, inputs in found] == batches


def test_leaving_early_cancels_the_rest() -> None:
    with ThreadPoolExecutor(1) as pool:
        loaded = prefetched(pool, [[0], [1], [2], [3]], number_of)
        assert next(iter(loaded))[0] == [0]
        loaded.close()  # type: ignore[attr-defined]


def test_an_error_comes_where_its_batch_would() -> None:
    def load(index: int) -> Inputs:
        if index == 2:
            raise PhotoError("gone")
        return number_of(index)

    with ThreadPoolExecutor(2) as pool:
        loaded = prefetched(pool, [[0], [1], [2], [3]], load)
        assert [next(loaded)[0], next(loaded)[0]] == [[0], [1]]
        with pytest.raises(PhotoError, match="gone"):
            next(loaded)
