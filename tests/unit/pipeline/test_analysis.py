from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from album_organizer.imaging.decode import decode
from album_organizer.pipeline.analysis import ANALYSIS_SIDE, analyse, reduced
from tests.support.photos import handheld, scene, write_photo


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((2048, 1024), (512, 256)),
        ((300, 3000), (51, 512)),
        ((512, 512), (512, 512)),
        ((40, 30), (40, 30)),
        ((1, 1), (1, 1)),
        ((9000, 2), (512, 1)),
    ],
)
def test_large_pictures_are_reduced_and_small_ones_left(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    picture = Image.new("RGB", size)
    small = reduced(picture)
    assert small.size == expected
    assert max(small.size) <= ANALYSIS_SIDE
    assert picture.size == size
    assert small is not picture


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (64, 48)])
@pytest.mark.parametrize("color", [(0, 0, 0), (255, 255, 255), (90, 120, 30)])
def test_pictures_without_content_have_figures_on_the_scale(
    size: tuple[int, int], color: tuple[int, int, int]
) -> None:
    found = analyse(reduced(Image.new("RGB", size, color)))
    for figure in astuple(found.technical):
        assert 0.0 <= figure <= 1.0
    assert found.portrait is None or 0.0 <= found.portrait <= 1.0
    assert 0 <= found.perceptual_hash < 1 << 64
    assert found.embedding.dtype == np.float32
    assert np.isfinite(found.embedding).all()


def test_the_same_picture_gives_the_same_figures_again() -> None:
    one, other = analyse(reduced(scene(3))), analyse(reduced(scene(3)))
    assert one.technical == other.technical
    assert one.perceptual_hash == other.perceptual_hash
    assert np.array_equal(one.embedding, other.embedding)
    assert float(one.embedding @ one.embedding) == pytest.approx(1.0, abs=1e-5)


def test_frames_of_a_burst_are_nearer_than_other_scenes() -> None:
    first = analyse(reduced(scene(3)))
    frame = analyse(reduced(handheld(scene(3), 1)))
    other = analyse(reduced(scene(4)))
    assert float(first.embedding @ frame.embedding) > float(first.embedding @ other.embedding)
    bits = [(first.perceptual_hash ^ p.perceptual_hash).bit_count() for p in (frame, other)]
    assert bits[0] < bits[1]


def test_blur_lowers_sharpness_and_little_else() -> None:
    sharp, soft = analyse(scene(3)).technical, analyse(handheld(scene(3), 0, blur=3)).technical
    assert soft.sharpness < sharp.sharpness
    assert soft.overall < sharp.overall
    assert soft.shadows == pytest.approx(sharp.shadows, abs=0.1)


def test_a_turned_file_is_measured_upright(tmp_path: Path) -> None:
    picture = scene(6)
    straight = write_photo(tmp_path / "a.png", image=picture)
    turned = write_photo(
        tmp_path / "b.png", image=picture.transpose(Image.Transpose.ROTATE_90), orientation=6
    )
    one, other = (analyse(reduced(decode(p, 512, 200.0).image)) for p in (straight, turned))
    assert one.perceptual_hash == other.perceptual_hash
    assert np.array_equal(one.embedding, other.embedding)
    assert one.technical == other.technical
