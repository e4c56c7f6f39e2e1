from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from album_organizer.domain.errors import JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.training.builtin.features import (
    FAMILY_NAMES,
    VARIANT_NAMES,
    FeatureBank,
    build_bank,
    embed,
    load_bank,
    save_bank,
)
from album_organizer.training.builtin.photos import TrainingPhoto, read_photos

SMALL = Preprocessing(resize=40, size=32)


class MeanAndDetail(nn.Module):
    """A trunk whose features can be checked by hand: mean, spread and left-right tilt."""

    def forward(self, pictures: Tensor) -> Tensor:
        width = pictures.shape[3] // 2
        tilt = pictures[..., :width].mean((1, 2, 3)) - pictures[..., width:].mean((1, 2, 3))
        return torch.stack([pictures.mean((1, 2, 3)), pictures.std((1, 2, 3)), tilt], 1)


def bank_of(photos: list[TrainingPhoto], threads: int = 1, seed: int = 5) -> FeatureBank:
    return build_bank(
        MeanAndDetail(), photos, SMALL, seed=seed, benchmark_source="cq100", threads=threads
    )


def test_every_photo_has_one_pair_per_family_and_benchmark_photos_all_variants(data: Path) -> None:
    bank = bank_of(read_photos(data))
    for photo in range(17):
        kinds = bank.random.kind[bank.random.photo == photo]
        assert sorted(kinds) == list(range(len(FAMILY_NAMES)))
    assert sorted(set(bank.bench.photo)) == [12, 13, 14]
    assert len(bank.bench.kind) == len(bank.bench_plain.kind) == 3 * len(VARIANT_NAMES)
    assert np.array_equal(bank.bench.worse, bank.bench_plain.worse)


def test_pairs_compare_versions_of_their_own_photo(data: Path) -> None:
    bank = bank_of(read_photos(data))
    starts = np.append(bank.clean, len(bank.features))
    for pairs in (bank.random, bank.bench, bank.bench_plain):
        for row in (pairs.better, pairs.worse):
            assert np.all(starts[pairs.photo] <= row)
            assert np.all(row < starts[pairs.photo + 1])
        assert np.all(pairs.better != pairs.worse)
    assert np.array_equal(bank.bench_plain.better, bank.clean[bank.bench_plain.photo])


def test_flipped_rows_hold_the_mirrored_photo(data: Path) -> None:
    bank = bank_of(read_photos(data))
    clean, flipped = bank.features[bank.clean], bank.features[bank.flipped]
    # The centre crop of an odd width is half a pixel off after mirroring.
    assert flipped[:, :2] == pytest.approx(clean[:, :2], abs=0.05)
    assert flipped[:, 2] == pytest.approx(-clean[:, 2], abs=0.15)


def test_threads_change_nothing_and_seeds_do(data: Path) -> None:
    photos = read_photos(data)[:4]
    one, two, other = bank_of(photos), bank_of(photos, threads=2), bank_of(photos, seed=6)
    assert np.array_equal(one.features, two.features)
    assert not np.array_equal(one.random.gap, other.random.gap)


def test_bank_survives_the_disk(data: Path, tmp_path: Path) -> None:
    bank = bank_of(read_photos(data)[10:14])
    save_bank(bank, tmp_path / "bank.npz")
    read = load_bank(tmp_path / "bank.npz")
    assert np.array_equal(read.features, bank.features)
    assert np.array_equal(read.flipped, bank.flipped)
    assert np.array_equal(read.bench.better, bank.bench.better)
    assert np.array_equal(read.random.gap, bank.random.gap)


def test_pairs_of_chosen_photos(data: Path) -> None:
    bank = bank_of(read_photos(data)[:3])
    chosen = bank.random.of_photos(np.array([True, False, True]))
    assert sorted(set(chosen.photo)) == [0, 2]
    assert len(chosen.gap) == 2 * len(FAMILY_NAMES)


def test_batches_change_nothing() -> None:
    pictures = [np.full((40, 40, 3), value, np.uint8) for value in (0, 90, 255)]
    whole = embed(MeanAndDetail(), SMALL, pictures)
    assert np.array_equal(whole, embed(MeanAndDetail(), SMALL, pictures, batch=1))
    assert np.all(np.diff(whole[:, 0]) > 0)


def test_can_be_cancelled(data: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done == 2:
            job.cancel()

    job = Job(stop)
    with pytest.raises(JobCancelled):
        build_bank(
            MeanAndDetail(), read_photos(data), SMALL, seed=1, benchmark_source="cq100", job=job
        )
