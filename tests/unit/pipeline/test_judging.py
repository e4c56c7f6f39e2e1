import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from album_organizer.domain.errors import JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.pipeline.judging import PROBABILITY_DIGITS, PairComparer
from album_organizer.pipeline.scoring import PhotoScorer
from album_organizer.settings.checks import with_values
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog
from tests.support.judges import BrightnessJudge
from tests.support.pictures import write_picture

ONE_BY_ONE = with_values(Settings(), {"performance.workers": 1, "performance.batch_size": 1})


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "home" / "catalog.sqlite") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for i in range(4):
        write_picture(tmp_path / "photos" / f"{i}.jpg", brightness=1 - 0.02 * i, seconds=i)
    return tmp_path / "photos"


@pytest.fixture
def photos(catalog: Catalog, folder: Path) -> dict[str, ScoredPhoto]:
    scorer = PhotoScorer(catalog, Settings(), BrightnessJudge())
    return scorer.score(folder, Job(), lambda batch: None).photos


def test_features_are_computed_once_a_photo(
    catalog: Catalog, folder: Path, photos: dict[str, ScoredPhoto]
) -> None:
    judge = BrightnessJudge("siamese")
    pairs = [("0.jpg", "1.jpg"), ("0.jpg", "2.jpg"), ("1.jpg", "2.jpg")]
    p = PairComparer(catalog, Settings(), judge).probabilities(folder, pairs, photos, Job())
    assert (judge.extracted, judge.compared) == (3, 3)
    assert list(p) == pairs
    assert all(0.5 < value <= 1 and math.isfinite(value) for value in p.values())


def test_only_what_is_missing_is_compared(
    catalog: Catalog, folder: Path, photos: dict[str, ScoredPhoto]
) -> None:
    first = BrightnessJudge("siamese")
    one, more = [("0.jpg", "1.jpg")], [("0.jpg", "1.jpg"), ("2.jpg", "3.jpg")]
    PairComparer(catalog, Settings(), first).probabilities(folder, one, photos, Job())
    second = BrightnessJudge("siamese")
    PairComparer(catalog, Settings(), second).probabilities(folder, more, photos, Job())
    assert (second.extracted, second.compared) == (2, 1)


def test_a_kept_comparison_is_the_same_to_the_last_bit_in_both_orders(
    catalog: Catalog, folder: Path, photos: dict[str, ScoredPhoto]
) -> None:
    pairs = [(a, b) for a in photos for b in photos if a < b]
    turned = [(b, a) for a, b in pairs]
    comparer = PairComparer(catalog, Settings(), BrightnessJudge("siamese"))
    fresh = comparer.probabilities(folder, pairs, photos, Job())
    idle = BrightnessJudge("siamese")
    kept = PairComparer(catalog, Settings(), idle)
    assert kept.probabilities(folder, pairs, photos, Job()) == fresh
    for (b, a), p in kept.probabilities(folder, turned, photos, Job()).items():
        assert p == round(1 - fresh[a, b], PROBABILITY_DIGITS)
    assert idle.extracted == 0


def test_other_preprocessing_of_the_same_model_compares_anew(
    catalog: Catalog, folder: Path, photos: dict[str, ScoredPhoto]
) -> None:
    class OtherCrop(BrightnessJudge):
        preprocess_version = "other crop"

    pairs = [("0.jpg", "1.jpg")]
    comparer = PairComparer(catalog, Settings(), BrightnessJudge("siamese"))
    comparer.probabilities(folder, pairs, photos, Job())
    other = OtherCrop("siamese")
    PairComparer(catalog, Settings(), other).probabilities(folder, pairs, photos, Job())
    assert other.compared == 1


def test_photos_that_are_gone_or_damaged_since_the_scan_are_left_out(
    catalog: Catalog, folder: Path, photos: dict[str, ScoredPhoto]
) -> None:
    (folder / "1.jpg").unlink()
    (folder / "2.jpg").write_bytes(b"damaged")
    pairs = [("0.jpg", "1.jpg"), ("0.jpg", "3.jpg"), ("1.jpg", "2.jpg"), ("2.jpg", "3.jpg")]
    comparer = PairComparer(catalog, ONE_BY_ONE, BrightnessJudge("siamese"))
    assert list(comparer.probabilities(folder, pairs, photos, Job())) == [("0.jpg", "3.jpg")]
    write_picture(folder / "1.jpg", brightness=0.98, seconds=1)
    again = comparer.probabilities(folder, pairs, photos, Job())
    assert set(again) == {("0.jpg", "1.jpg"), ("0.jpg", "3.jpg")}


def test_progress_counts_the_photos_whose_features_are_needed(
    catalog: Catalog, folder: Path, photos: dict[str, ScoredPhoto]
) -> None:
    heard: list[Progress] = []
    comparer = PairComparer(catalog, ONE_BY_ONE, BrightnessJudge("siamese"))
    pairs = [("0.jpg", "1.jpg"), ("1.jpg", "2.jpg")]
    comparer.probabilities(folder, pairs, photos, Job(heard.append))
    assert [(p.stage, p.done, p.total) for p in heard] == [
        ("Comparing", done, 3) for done in (1, 2, 3)
    ]


def test_no_pairs_need_nothing(
    catalog: Catalog, folder: Path, photos: dict[str, ScoredPhoto]
) -> None:
    judge = BrightnessJudge("siamese")
    assert PairComparer(catalog, Settings(), judge).probabilities(folder, [], photos, Job()) == {}
    assert judge.extracted == 0


def test_a_cancelled_comparison_leaves_nothing_half_done(
    catalog: Catalog, folder: Path, photos: dict[str, ScoredPhoto]
) -> None:
    job = Job()

    class Cancelling(BrightnessJudge):
        def features(self, batch: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
            job.cancel()
            return super().features(batch)

    pairs = [("0.jpg", "1.jpg"), ("2.jpg", "3.jpg")]
    with pytest.raises(JobCancelled):
        PairComparer(catalog, ONE_BY_ONE, Cancelling("siamese")).probabilities(
            folder, pairs, photos, job
        )
    judge = BrightnessJudge("siamese")
    p = PairComparer(catalog, ONE_BY_ONE, judge).probabilities(folder, pairs, photos, Job())
    assert (len(p), judge.compared) == (2, 2)


def test_photos_are_decoded_as_large_as_the_model_asks_for(
    catalog: Catalog, folder: Path, photos: dict[str, ScoredPhoto], tmp_path: Path
) -> None:
    sizes: list[int] = []

    class Watching(BrightnessJudge):
        decode_side = 700

        def prepare(self, image: Image.Image) -> NDArray[np.float32]:
            sizes.append(min(image.size))
            return super().prepare(image)

    for name in ("0.jpg", "1.jpg"):
        Image.new("RGB", (2400, 1600), (90, 120, int(name[0]) * 50)).save(folder / name)
    scorer = PhotoScorer(catalog, Settings(), BrightnessJudge())
    large = scorer.score(folder, Job(), lambda batch: None).photos
    comparer = PairComparer(catalog, Settings(), Watching("siamese"))
    comparer.probabilities(folder, [("0.jpg", "1.jpg")], large, Job())
    assert len(sizes) == 2
    assert all(700 <= side < 1600 for side in sizes)
