from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from torch import Tensor, nn

from album_organizer.domain.errors import JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.imaging.degradations import Pair, Pixels, random_pair
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.training.builtin import features
from album_organizer.training.builtin.features import (
    FAMILY_NAMES,
    PAIRS,
    VARIANT_NAMES,
    FeatureBank,
    build_bank,
    embed,
    load_bank,
    reframe,
    save_bank,
)
from album_organizer.training.builtin.photos import TrainingPhoto, read_photos
from tests.support.photos import scene
from tests.unit.training.builtin.made_up import pairs_of

SMALL = Preprocessing(fit="stretch", resize=32, size=32)
SHAPES = (2 / 3, 3 / 4, 1.0, 4 / 3, 3 / 2)


class MeanAndDetail(nn.Module):
    """A trunk whose features can be checked by hand: mean, spread and left-right tilt."""

    def forward(self, pictures: Tensor) -> Tensor:
        width = pictures.shape[3] // 2
        tilt = pictures[..., :width].mean((1, 2, 3)) - pictures[..., width:].mean((1, 2, 3))
        return torch.stack([pictures.mean((1, 2, 3)), pictures.std((1, 2, 3)), tilt], 1)


def bank_of(
    photos: list[TrainingPhoto], threads: int = 1, seed: int = 5, more_edges: int = 0
) -> FeatureBank:
    return build_bank(
        MeanAndDetail(),
        photos,
        SMALL,
        seed=seed,
        benchmark_source="cq100",
        more_edges=more_edges,
        threads=threads,
    )


class TestBank:
    def test_every_photo_has_its_pairs_and_benchmark_photos_all_variants(self, data: Path) -> None:
        bank = bank_of(read_photos(data))
        for photo in range(17):
            kinds = bank.random.kind[bank.random.photo == photo]
            found = {FAMILY_NAMES[kind]: (kinds == kind).sum() for kind in set(kinds)}
            assert found == PAIRS
        assert sorted(set(bank.bench.photo)) == [12, 13, 14]
        assert len(bank.bench.kind) == len(bank.bench_plain.kind) == 3 * len(VARIANT_NAMES)
        assert np.array_equal(bank.bench.worse, bank.bench_plain.worse)

    def test_pairs_compare_versions_of_their_own_photo(self, data: Path) -> None:
        bank = bank_of(read_photos(data))
        starts = np.append(bank.clean, len(bank.features))
        for pairs in (bank.random, bank.bench, bank.bench_plain):
            for row in (pairs.better, pairs.worse):
                assert np.all(starts[pairs.photo] <= row)
                assert np.all(row < starts[pairs.photo + 1])
            assert np.all(pairs.better != pairs.worse)
        assert np.array_equal(bank.bench_plain.better, bank.clean[bank.bench_plain.photo])
        assert np.all((bank.random.gap > 0) & (bank.random.gap <= 1.25))

    def test_no_picture_is_embedded_that_no_pair_uses(self, data: Path) -> None:
        bank = bank_of(read_photos(data)[10:14])
        used = [bank.clean, bank.flipped]
        for pairs in (bank.random, bank.bench, bank.bench_plain):
            used += [pairs.better, pairs.worse]
        assert np.array_equal(np.unique(np.concatenate(used)), np.arange(len(bank.features)))

    def test_damage_is_done_to_photos_their_mirror_images_and_parts(self, data: Path) -> None:
        bank = bank_of(read_photos(data))
        better = set(bank.random.better.tolist())
        clean, flipped = set(bank.clean.tolist()), set(bank.flipped.tolist())
        assert better & clean
        assert better & flipped
        assert better - clean - flipped

    def test_damage_is_done_to_other_shapes_too(
        self, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[tuple[tuple[int, ...], bool]] = []

        def recording(
            pixels: Pixels, family: str, rng: np.random.Generator, *, match_detail: bool
        ) -> Pair:
            asked.append((pixels.shape, match_detail))
            return random_pair(pixels, family, rng, match_detail=match_detail)

        monkeypatch.setattr(features, "random_pair", recording)
        bank_of(read_photos(data)[:8])
        whole = [shape == (72, 96, 3) for shape, _ in asked]
        assert len(asked) == 8 * sum(PAIRS.values())
        assert 0.5 < sum(whole) / len(asked) < 0.9
        assert 0.4 < sum(match for _, match in asked) / len(asked) < 0.8

    def test_flipped_rows_hold_the_mirrored_photo(self, data: Path) -> None:
        bank = bank_of(read_photos(data))
        clean, flipped = bank.features[bank.clean], bank.features[bank.flipped]
        assert flipped[:, :2] == pytest.approx(clean[:, :2], abs=2e-3)
        assert flipped[:, 2] == pytest.approx(-clean[:, 2], abs=2e-3)
        assert np.abs(clean[:, 2]).max() > 0.1

    def test_features_are_rounded_to_half_precision(self, data: Path) -> None:
        photo = read_photos(data)[0]
        bank = bank_of([photo])
        picture = torch.from_numpy(SMALL.apply(Image.fromarray(photo.pixels())))[None]
        exact = MeanAndDetail()(picture)[0].numpy()
        assert bank.features.dtype == np.float16
        assert np.array_equal(bank.features[bank.clean[0]], exact.astype(np.float16))

    def test_threads_change_nothing_and_seeds_do(self, data: Path) -> None:
        photos = read_photos(data)[:4]
        one, two, other = bank_of(photos), bank_of(photos, threads=2), bank_of(photos, seed=6)
        assert np.array_equal(one.features, two.features)
        assert np.array_equal(one.random.better, two.random.better)
        assert not np.array_equal(one.random.gap, other.random.gap)

    def test_photos_draw_damage_of_their_own(self, data: Path) -> None:
        photo = read_photos(data)[0]
        bank = bank_of([photo, photo])
        first, second = (bank.random.gap[bank.random.photo == i] for i in (0, 1))
        assert not np.array_equal(first, second)
        assert np.array_equal(bank.features[bank.clean[0]], bank.features[bank.clean[1]])

    def test_further_edge_crops_leave_everything_else_as_it_was(self, data: Path) -> None:
        photos = read_photos(data)[10:14]
        plain, more = bank_of(photos), bank_of(photos, more_edges=3)
        assert len(plain.more.kind) == 0
        assert [int((more.more.photo == photo).sum()) for photo in range(4)] == [3, 3, 3, 3]
        assert {FAMILY_NAMES[kind] for kind in more.more.kind} == {"edge crop"}
        for one, other in ((plain.random, more.random), (plain.bench, more.bench)):
            assert np.array_equal(one.gap, other.gap)
            for row in ("better", "worse"):
                known = plain.features[getattr(one, row)]
                assert np.array_equal(known, more.features[getattr(other, row)])

    def test_further_edge_crops_are_drawn_anew_for_every_photo(self, data: Path) -> None:
        photo = read_photos(data)[0]
        more = bank_of([photo, photo], more_edges=2).more
        assert np.all(more.better != more.worse)
        first, second = (more.gap[more.photo == i] for i in (0, 1))
        assert not np.array_equal(first, second)

    def test_bank_survives_the_disk(self, data: Path, tmp_path: Path) -> None:
        bank = bank_of(read_photos(data)[10:14], more_edges=1)
        save_bank(bank, tmp_path / "bank.npz")
        read = load_bank(tmp_path / "bank.npz")
        for name in ("features", "clean", "flipped"):
            assert np.array_equal(getattr(read, name), getattr(bank, name))
            assert getattr(read, name).dtype == getattr(bank, name).dtype
        for name in ("random", "bench", "bench_plain", "more"):
            for part in ("photo", "kind", "better", "worse", "gap"):
                kept, made = (getattr(getattr(b, name), part) for b in (read, bank))
                assert np.array_equal(kept, made)

    def test_can_be_cancelled(self, data: Path) -> None:
        def stop(progress: Progress) -> None:
            if progress.done == 2:
                job.cancel()

        job = Job(stop)
        with pytest.raises(JobCancelled):
            build_bank(
                MeanAndDetail(), read_photos(data), SMALL, seed=1, benchmark_source="cq100", job=job
            )


class TestPairs:
    def test_followed_by_others_keep_both_orders(self) -> None:
        one, other = pairs_of((0, 1, 2, 3)), pairs_of((4, 5, 6, 7), (8, 9, 10, 11))
        both = one.followed_by(other)
        assert both.photo.tolist() == [0, 4, 8]
        assert both.worse.tolist() == [3, 7, 11]
        assert both.gap.tolist() == [1, 1, 1]

    def test_of_chosen_photos(self, data: Path) -> None:
        bank = bank_of(read_photos(data)[:3])
        chosen = bank.random.of_photos(np.array([True, False, True]))
        assert sorted(set(chosen.photo)) == [0, 2]
        assert len(chosen.gap) == 2 * sum(PAIRS.values())

    def test_of_one_kind_keep_their_order(self, data: Path) -> None:
        pairs = bank_of(read_photos(data)[:2]).random
        jpeg = pairs.kind == FAMILY_NAMES.index("jpeg")
        kept = pairs.only(jpeg)
        assert len(kept.kind) == 2 * PAIRS["jpeg"]
        assert np.array_equal(kept.better, pairs.better[jpeg])
        assert np.array_equal(kept.gap, pairs.gap[jpeg])


def coordinates(width: int, height: int) -> Pixels:
    """A picture whose every pixel tells where it is."""
    y, x = np.mgrid[:height, :width]
    return np.stack([x, y, np.zeros_like(x)], 2).astype(np.uint8)


class TestReframe:
    @settings(max_examples=60, deadline=None)
    @given(st.integers(30, 255), st.integers(30, 255), st.integers(0, 2**32 - 1))
    def test_gives_a_whole_part_of_a_usual_shape(self, width: int, height: int, seed: int) -> None:
        original = coordinates(width, height)
        part = reframe(original, np.random.default_rng(seed))
        rows, columns = part.shape[:2]
        left, top = part[0, 0, 0], part[0, 0, 1]
        assert np.array_equal(part, original[top : top + rows, left : left + columns])
        if part is original:
            return
        assert rows == height or columns == width  # only one side is cut
        assert rows * columns >= 0.55 * width * height - max(width, height)
        shape = columns / rows
        # A side is rounded to a pixel.
        assert min(abs(np.log(shape / usual)) for usual in SHAPES) < 1 / min(rows, columns)

    @given(st.integers(0, 2**32 - 1))
    def test_both_ends_lose_something(self, seed: int) -> None:
        part = reframe(coordinates(120, 80), np.random.default_rng(seed))
        for axis, length in ((0, 120), (1, 80)):
            before, after = int(part[0, 0, axis]), length - 1 - int(part[-1, -1, axis])
            assert min(before, after) >= 0.25 * (before + after) - 1

    @given(st.integers(0, 2**32 - 1))
    def test_a_panorama_stays_whole(self, seed: int) -> None:
        panorama = coordinates(250, 50)
        assert reframe(panorama, np.random.default_rng(seed)) is panorama

    def test_every_usual_shape_is_drawn_and_lies_here_and_there(self) -> None:
        rng = np.random.default_rng(1)
        parts = [reframe(coordinates(120, 120), rng) for _ in range(80)]
        shapes = {round(part.shape[1] / part.shape[0], 2) for part in parts}
        assert shapes == {round(shape, 2) for shape in SHAPES}
        assert len({int(part[0, 0, 0]) for part in parts}) > 5


def test_batches_change_nothing() -> None:
    pictures = [np.full((40, 40, 3), value, np.uint8) for value in (0, 90, 255)]
    whole = embed(MeanAndDetail(), SMALL, pictures)
    assert np.array_equal(whole, embed(MeanAndDetail(), SMALL, pictures, batch=1))
    assert np.all(np.diff(whole[:, 0]) > 0)


def test_embedding_keeps_no_gradients() -> None:
    weighted = nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 2))
    pixels = np.asarray(scene(1, (40, 40)), np.uint8)
    assert embed(weighted, SMALL, [pixels]).shape == (1, 2)
