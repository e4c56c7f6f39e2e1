import io
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from album_organizer.imaging.similarity import hash_distance, layout_embedding, perceptual_hash
from tests.support.photos import handheld, scene

SEEDS = range(12)
SIMILAR = 0.13
"""The distance below which 99% of simulated burst frames lie; see the module's docstring."""

Bits = st.integers(0, 2**64 - 1)


def distance(a: Image.Image, b: Image.Image) -> float:
    return 1 - float(layout_embedding(a) @ layout_embedding(b))


def frames(seed: int) -> list[Image.Image]:
    picture = scene(seed)
    return [
        handheld(picture, 0),
        handheld(picture, 10 * seed + 1, stops=0.7),
        handheld(picture, 10 * seed + 2, stops=-0.7),
        handheld(picture, 10 * seed + 3, blur=1.5),
        as_jpeg(handheld(picture, 10 * seed + 4), 60),
    ]


def as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


class TestEmbedding:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_frames_of_a_burst_are_close(self, seed: int) -> None:
        vectors = [layout_embedding(frame) for frame in frames(seed)]

        assert max(1 - a @ b for a, b in combinations(vectors, 2)) < SIMILAR

    def test_different_scenes_are_far(self) -> None:
        vectors = [layout_embedding(scene(seed)) for seed in SEEDS]

        assert min(1 - a @ b for a, b in combinations(vectors, 2)) > 2 * SIMILAR

    def test_another_part_of_the_scene_is_far(self) -> None:
        picture = scene(3, (960, 640))

        assert distance(picture.crop((0, 0, 480, 320)), picture.crop((480, 320, 960, 640))) > (
            2 * SIMILAR
        )

    def test_mirrored_picture_is_far(self) -> None:
        picture = scene(3)

        assert distance(picture, picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)) > SIMILAR

    @pytest.mark.parametrize(
        "image",
        [
            scene(0),
            Image.new("RGB", (300, 200)),
            Image.new("RGB", (300, 200), (255, 255, 255)),
            Image.new("RGB", (1, 1), (200, 10, 10)),
            Image.new("RGB", (3000, 2), (10, 200, 10)),
        ],
    )
    def test_is_a_unit_vector_whatever_the_picture(self, image: Image.Image) -> None:
        vector = layout_embedding(image)

        assert vector.dtype == np.float32
        assert vector.shape == (249,)
        assert np.isfinite(vector).all()
        assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)

    def test_two_dark_frames_are_close_in_spite_of_their_noise(self) -> None:
        random = np.random.default_rng(0)
        dark = [
            Image.fromarray(random.normal(4, 5, (600, 900, 3)).clip(0, 255).astype(np.uint8))
            for _ in range(2)
        ]

        assert distance(*dark) < SIMILAR

    def test_hardly_depends_on_the_size(self) -> None:
        picture = scene(5, (1200, 800))

        assert distance(picture, picture.resize((300, 200), Image.Resampling.BOX)) < 0.02

    def test_is_repeatable(self) -> None:
        assert np.array_equal(layout_embedding(scene(1)), layout_embedding(scene(1)))


class TestHash:
    def test_fits_into_64_bits(self) -> None:
        assert all(0 <= perceptual_hash(scene(seed)) < 2**64 for seed in SEEDS)

    def test_same_picture_in_another_size_and_quality(self) -> None:
        picture = scene(1, (960, 640))
        copy = as_jpeg(picture.resize((480, 320)), 70)

        assert hash_distance(perceptual_hash(picture), perceptual_hash(copy)) <= 4

    def test_bursts_are_closer_than_scenes(self) -> None:
        hashes = [[perceptual_hash(frame) for frame in frames(seed)] for seed in SEEDS]
        bursts = [hash_distance(a, b) for burst in hashes for a, b in combinations(burst, 2)]
        scenes = [hash_distance(a[0], b[0]) for a, b in combinations(hashes, 2)]

        assert np.median(bursts) < 16
        assert np.median(scenes) > 26

    @given(a=Bits, b=Bits, c=Bits)
    def test_distance_is_a_metric(self, a: int, b: int, c: int) -> None:
        assert hash_distance(a, a) == 0
        assert (hash_distance(a, b) == 0) == (a == b)
        assert hash_distance(a, b) == hash_distance(b, a) <= 64
        assert hash_distance(a, c) <= hash_distance(a, b) + hash_distance(b, c)
