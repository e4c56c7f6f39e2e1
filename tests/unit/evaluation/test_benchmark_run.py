from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from album_organizer.domain.errors import JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.evaluation.asking import (
    ADVANTAGE,
    FIRST,
    SECOND,
    Ask,
    answer,
    compare_by_score,
    compare_directly,
    features,
    scores,
)
from album_organizer.evaluation.benchmark_run import (
    AS_IS,
    SAME_DETAIL,
    damaged_pairs,
    run_benchmark,
)
from album_organizer.evaluation.damage_variants import all_variants
from album_organizer.evaluation.photo_source import PhotoSource
from album_organizer.evaluation.statistics import Floats
from album_organizer.settings.schema import Settings
from tests.support.judges import BrightnessJudge
from tests.support.photos import scene, write_empty
from tests.support.pictures import write_picture

NAMES = [variant.name for variant in all_variants()]
PIXELS = np.asarray(scene(3, (300, 200)))


def brightness(level: int) -> Image.Image:
    return Image.new("RGB", (64, 64), (level, level, level))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for i in range(5):
        write_picture(tmp_path / f"{i}.jpg", scene=i)
    return tmp_path


class TestAsking:
    def test_scores_are_made_in_batches_and_rounded(self) -> None:
        judge = BrightnessJudge()
        found = scores(judge, [brightness(level) for level in (0, 51, 255)], 2, Job())
        assert found == [1.0, 2.8, 10.0]
        assert judge.scored == 3

    def test_by_score_the_difference_decides(self) -> None:
        ask = compare_by_score(BrightnessJudge(), 8)
        found = ask([brightness(level) for level in (51, 204)], [(0, 1), (1, 0), (0, 0)], Job())
        assert found[:, FIRST].tolist() == [2.8, 8.2, 2.8]
        assert found[:, SECOND].tolist() == [8.2, 2.8, 2.8]
        assert found[:, ADVANTAGE].tolist() == [-5.4, 5.4, 0.0]

    def test_directly_both_orders_are_asked(self) -> None:
        judge = BrightnessJudge("siamese")
        ask = compare_directly(judge, 1)
        found = ask([brightness(level) for level in (100, 104)], [(0, 1), (1, 0)], Job())
        assert judge.extracted == 2
        assert found[0, FIRST] + found[0, SECOND] == pytest.approx(1)
        assert found[0, ADVANTAGE] == pytest.approx(-found[1, ADVANTAGE], abs=1e-5)
        assert found[0, ADVANTAGE] == pytest.approx(found[0, FIRST] - 0.5, abs=1e-5)
        assert found[0, ADVANTAGE] < 0

    def test_the_advantage_comes_from_both_orders_together(self) -> None:
        class Biased(BrightnessJudge):
            def one_order(self, a: np.ndarray, b: np.ndarray) -> float:
                return 0.9 if a[0] > b[0] else 0.3

            def win_probability(self, a: np.ndarray, b: np.ndarray) -> float:
                return (self.one_order(a, b) + 1 - self.one_order(b, a)) / 2

        bright, dark = np.array([1.0], np.float32), np.array([0.0], np.float32)
        assert answer(Biased("siamese"), bright, dark) == (0.9, 0.3, 0.3)

    def test_a_cancelled_job_stops_between_batches(self) -> None:
        job = Job()
        job.cancel()
        with pytest.raises(JobCancelled):
            scores(BrightnessJudge(), [brightness(1)], 1, job)
        with pytest.raises(JobCancelled):
            features(BrightnessJudge("siamese"), [brightness(1)], 1, job)


class TestPairs:
    def test_every_variant_is_set_against_the_original_twice(self) -> None:
        pictures, pairs = damaged_pairs(PIXELS)
        assert len(pairs) == 2 * len(NAMES)
        assert np.array_equal(pictures[0], PIXELS)
        assert all(first == 0 for first, _ in pairs[len(NAMES) :])
        worse = [second for _, second in pairs]
        assert worse[: len(NAMES)] == worse[len(NAMES) :]
        assert len(set(worse)) == len(NAMES)

    def test_only_cropped_ones_get_a_reduced_original(self) -> None:
        pictures, pairs = damaged_pairs(PIXELS)
        for variant, (better, worse) in zip(all_variants(), pairs, strict=False):
            smaller = min(pictures[worse].shape[:2]) < 200
            assert (better != 0) == smaller, variant.name
            assert min(pictures[better].shape[:2]) == min(pictures[worse].shape[:2])
            if better:
                ratio = pictures[better].shape[1] / pictures[better].shape[0]
                assert ratio == pytest.approx(1.5, rel=0.02)

    def test_a_reduced_original_is_judged_once(self) -> None:
        pictures, pairs = damaged_pairs(PIXELS)
        reduced = {better for better, _ in pairs} - {0}
        assert len(pictures) == 1 + len(NAMES) + len(reduced)
        sizes = [pictures[number].shape for number in reduced]
        assert len(set(sizes)) == len(sizes)


class TestRun:
    def test_a_judge_of_brightness_likes_overexposed_photos(self, folder: Path) -> None:
        paths = [f"{i}.jpg" for i in range(5)]
        asks = [
            compare_by_score(BrightnessJudge(), 8),
            compare_directly(BrightnessJudge("siamese"), 8),
        ]
        found = run_benchmark(PhotoSource(folder, Settings()), paths, asks, 2, Job())
        assert found.paths == tuple(paths)
        assert found.problems == ()
        assert [one.shape for one in found.answers] == [(5, 2, len(NAMES), 3)] * 2
        for one in found.answers:
            for way in (SAME_DETAIL, AS_IS):
                assert (one[:, way, NAMES.index("exposure +2"), ADVANTAGE] < 0).all()
                assert (one[:, way, NAMES.index("exposure -2"), ADVANTAGE] > 0).all()

    def test_both_ways_are_the_same_where_nothing_is_cropped(self, folder: Path) -> None:
        ask = compare_by_score(BrightnessJudge(), 8)
        one = run_benchmark(PhotoSource(folder, Settings()), ["0.jpg"], [ask], 1, Job()).answers[0]
        jpeg = NAMES.index("jpeg 10")
        assert np.array_equal(one[0, SAME_DETAIL, jpeg], one[0, AS_IS, jpeg])

    def test_neither_threads_nor_batches_change_an_answer(self, folder: Path) -> None:
        paths, source = [f"{i}.jpg" for i in range(5)], PhotoSource(folder, Settings())
        runs = [
            run_benchmark(
                source, paths, [compare_by_score(BrightnessJudge(), size)], workers, Job()
            )
            for size, workers in ((1, 1), (7, 3))
        ]
        assert np.array_equal(runs[0].answers[0], runs[1].answers[0])

    def test_unreadable_photos_are_problems_and_the_rest_goes_on(self, folder: Path) -> None:
        write_empty(folder / "empty.jpg")
        ask = compare_by_score(BrightnessJudge(), 8)
        paths = ["0.jpg", "empty.jpg", "missing.jpg", "1.jpg"]
        found = run_benchmark(PhotoSource(folder, Settings()), paths, [ask], 2, Job())
        assert found.paths == ("0.jpg", "1.jpg")
        assert [problem.path for problem in found.problems] == ["empty.jpg", "missing.jpg"]

    def test_no_usable_photo_gives_empty_answers(self, folder: Path) -> None:
        ask = compare_by_score(BrightnessJudge(), 8)
        found = run_benchmark(PhotoSource(folder, Settings()), ["gone.jpg"], [ask], 1, Job())
        assert found.paths == ()
        assert found.answers[0].shape == (0, 2, len(NAMES), 3)

    def test_progress_counts_photos(self, folder: Path) -> None:
        heard: list[Progress] = []
        ask = compare_by_score(BrightnessJudge(), 8)
        paths = [f"{i}.jpg" for i in range(5)]
        run_benchmark(PhotoSource(folder, Settings()), paths, [ask], 2, Job(heard.append))
        assert [(p.done, p.total) for p in heard] == [(i, 5) for i in range(6)]
        assert heard[-2].left_s is not None

    def test_a_cancel_stops_inside_a_photo(self, folder: Path) -> None:
        job = Job()
        asked = 0

        def stopping(
            pictures: Sequence[Image.Image], pairs: Sequence[tuple[int, int]], job: Job
        ) -> Floats:
            nonlocal asked
            asked += 1
            job.cancel()
            return compare_by_score(BrightnessJudge(), 4)(pictures, pairs, job)

        ask: Ask = stopping
        with pytest.raises(JobCancelled):
            run_benchmark(PhotoSource(folder, Settings()), ["0.jpg", "1.jpg"], [ask], 1, job)
        assert asked == 1
