import numpy as np
import pytest

from album_organizer.evaluation.asking import ADVANTAGE
from album_organizer.evaluation.benchmark_figures import benchmark_figures, win_rates
from album_organizer.evaluation.benchmark_run import AS_IS, SAME_DETAIL, BenchmarkAnswers
from album_organizer.evaluation.damage_variants import all_variants, families
from album_organizer.evaluation.resampling import Measured
from album_organizer.evaluation.results import Estimate
from tests.unit.evaluation.evaluations import (
    VARIANTS,
    benchmark_answers,
    pair_answers,
    score_answers,
)


def of(measured: Measured, version: int = 0) -> Estimate:
    found = measured.values[version]
    assert found is not None
    return found


def constant(photos: int, advantage: float) -> np.ndarray:
    """A version that prefers by the same everywhere."""
    answers = np.zeros((photos, 2, VARIANTS, 3))
    answers[..., 0], answers[..., 1], answers[..., 2] = 5 + advantage, 5, advantage
    return answers


def test_by_hand() -> None:
    """Two photos, three variants: the first wins all, the second one and a half."""
    answers = np.zeros((2, 2, 3, 3))
    answers[0, :, :, ADVANTAGE] = 0.1
    answers[1, :, :, ADVANTAGE] = [0.1, 0.0, -0.1]
    rates = win_rates([answers], [[0, 1, 2], [1], [2]])
    assert [of(rate.same_detail).value for rate in rates] == [0.75, 0.75, 0.5]
    assert (of(rates[0].same_detail).low, of(rates[0].same_detail).high) == (0.5, 1.0)


def test_all_27_count_the_same_whatever_the_size_of_their_family() -> None:
    """Only the two centre crops are won: 2 of 27, not 1 of 7."""
    answers = constant(4, -0.1)
    answers[:, :, families(extra=False)["centre crop"], ADVANTAGE] = 0.1
    found = benchmark_figures(benchmark_answers(answers), directly=False, most=3)
    assert of(found.overall.same_detail).value == pytest.approx(2 / 27)
    assert of(found.families["centre crop"].same_detail).value == 1
    assert of(found.families["blur"].same_detail).value == 0


def test_extra_damage_is_not_part_of_the_27() -> None:
    answers = constant(4, 0.1)
    for members in families(extra=True).values():
        answers[:, :, members, ADVANTAGE] = -0.1
    found = benchmark_figures(benchmark_answers(answers), directly=False, most=3)
    assert of(found.overall.same_detail).value == 1
    assert {of(rates.same_detail).value for rates in found.extra.values()} == {0}
    assert found.mistakes == ((),)


def test_both_ways_are_kept_apart() -> None:
    answers = constant(4, 0.1)
    answers[:, SAME_DETAIL, :, ADVANTAGE] = -0.1
    found = benchmark_figures(benchmark_answers(answers), directly=False, most=1)
    assert of(found.overall.same_detail).value == 0
    assert of(found.overall.as_is).value == 1
    assert AS_IS != SAME_DETAIL


@pytest.mark.parametrize("advantage", [0.1, -0.1])
def test_all_or_nothing_is_not_certain(advantage: float) -> None:
    """None of 100 failed: up to 1 - 0.025 ** (1 / 100) = 3.6% may."""
    for photos, bound in ((100, 0.0362), (10, 0.3085)):
        found = benchmark_figures(
            benchmark_answers(constant(photos, advantage)), directly=False, most=1
        )
        rate = of(found.overall.same_detail)
        if advantage > 0:
            assert (rate.value, rate.high) == (1, 1)
            assert rate.low == pytest.approx(1 - bound, abs=1e-4)
        else:
            assert (rate.value, rate.low) == (0, 0)
            assert rate.high == pytest.approx(bound, abs=1e-4)


def test_the_families_make_up_the_whole() -> None:
    found = benchmark_figures(benchmark_answers(score_answers(20, 0.3)), directly=False, most=3)
    sizes = {name: len(members) for name, members in families(extra=False).items()}
    mean = sum(sizes[n] * of(r.same_detail).value for n, r in found.families.items()) / 27
    assert of(found.overall.same_detail).value == pytest.approx(mean)
    variants = [of(found.variants[v.name].same_detail).value for v in all_variants()[:27]]
    assert np.mean(variants) == pytest.approx(mean)


def test_versions_are_set_against_the_first_on_the_same_photos() -> None:
    answers = benchmark_answers(score_answers(40, 0.2), score_answers(40, 0.9, seed=1))
    found = benchmark_figures(answers, directly=False, most=3)
    difference = found.overall.same_detail.differences[0]
    assert difference is not None
    rates = found.overall.same_detail
    assert difference.value == pytest.approx(of(rates, 1).value - of(rates).value)
    assert difference.low > 0
    assert len(found.mistakes) == 2


def test_more_photos_narrow_the_interval() -> None:
    few, many = (
        of(
            benchmark_figures(
                benchmark_answers(score_answers(count, 0.3)), directly=False, most=1
            ).overall.same_detail
        )
        for count in (10, 160)
    )
    assert many.high - many.low < 0.6 * (few.high - few.low)


def test_only_a_comparison_model_has_calibration() -> None:
    ava = benchmark_figures(benchmark_answers(score_answers(5, 0.3)), directly=False, most=1)
    siamese = benchmark_figures(benchmark_answers(pair_answers(5, 0.3)), directly=True, most=1)
    assert ava.pairs is None
    assert siamese.pairs is not None
    assert siamese.pairs.pairs == 5 * 27
    rate, accuracy = siamese.overall.same_detail.values[0], siamese.pairs.accuracy.values[0]
    assert rate is not None
    assert accuracy is not None
    assert (rate.value, rate.low) == pytest.approx((accuracy.value, accuracy.low))


class TestMistakes:
    def made(self, *, directly: bool, most: int = 5) -> BenchmarkAnswers:
        answers = constant(4, 0.2)
        answers[0, SAME_DETAIL, 3] = [4.0, 6.0, -2.0] if not directly else [0.1, 0.9, -0.4]
        answers[0, SAME_DETAIL, 4] = [4.0, 5.0, -1.0] if not directly else [0.2, 0.8, -0.3]
        answers[2, SAME_DETAIL, 9] = [4.0, 7.0, -3.0] if not directly else [0.0, 1.0, -0.5]
        answers[3, AS_IS, 9] = [1.0, 9.0, -8.0]
        answers[3, SAME_DETAIL, 30] = [1.0, 9.0, -8.0]
        return benchmark_answers(answers)

    def test_the_worst_come_first_and_one_for_a_photo(self) -> None:
        found = benchmark_figures(self.made(directly=False), directly=False, most=5).mistakes[0]
        names = [v.name for v in all_variants()]
        assert [(m.path, m.variant) for m in found] == [
            ("day/002.jpg", names[9]),
            ("day/000.jpg", names[3]),
        ]
        assert (found[0].original, found[0].damaged) == (4.0, 7.0)

    def test_of_a_comparison_model_with_its_probabilities(self) -> None:
        found = benchmark_figures(self.made(directly=True), directly=True, most=5).mistakes[0]
        assert (found[1].original, found[1].damaged) == pytest.approx((0.1, 0.9))

    def test_no_more_than_asked_for(self) -> None:
        found = benchmark_figures(self.made(directly=False), directly=False, most=1).mistakes[0]
        assert len(found) == 1
