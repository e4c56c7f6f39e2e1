import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from album_organizer.evaluation.statistics import spearman
from album_organizer.training.baselines import (
    judge_pairs,
    judge_ratings,
    share_interval,
    unit_spearman,
)

UNITS = [f"u{number}" for number in range(60)]


def rated(noise: float) -> tuple[list[float], list[float], list[float]]:
    random = np.random.default_rng(1)
    scores = random.uniform(2, 9, 60)
    predicted = scores + noise * random.normal(size=60)
    return scores.tolist(), predicted.tolist(), random.uniform(0, 1, 60).tolist()


def test_a_model_that_knows_is_useful() -> None:
    scores, predicted, sharpness = rated(0.5)
    found = judge_ratings(scores, predicted, sharpness, UNITS, 5.5)
    assert found.useful
    assert found.figures["val_spearman"].value == pytest.approx(
        spearmanr(scores, predicted).statistic
    )
    assert found.figures["mean_mse"].value == pytest.approx(np.mean((np.array(scores) - 5.5) ** 2))


def test_a_model_that_guesses_is_not() -> None:
    scores, _, sharpness = rated(0.5)
    guess = np.random.default_rng(2).uniform(2, 9, 60).tolist()
    found = judge_ratings(scores, guess, sharpness, UNITS, 5.5)
    assert not found.useful
    assert "not surely better than chance" in found.sentence
    assert "always answering the mean" in found.sentence


def test_a_model_that_orders_on_another_scale_is_not() -> None:
    scores, predicted, sharpness = rated(0.5)
    shifted = [value / 10 for value in predicted]
    found = judge_ratings(scores, shifted, sharpness, UNITS, 5.5)
    assert not found.useful
    assert "chance" not in found.sentence


def test_a_constant_model_is_not() -> None:
    scores, _, sharpness = rated(0.5)
    found = judge_ratings(scores, [5.5] * 60, sharpness, UNITS, 5.5)
    assert not found.useful
    assert found.figures["val_spearman"].high == 0.0


def test_few_series_tell_nothing() -> None:
    scores, predicted, sharpness = rated(0.1)
    found = judge_ratings(scores, predicted, sharpness, ["one", "two"] * 30, 5.5)
    assert not found.useful
    assert "only 2 series" in found.sentence


def test_intervals_resample_series_and_not_photos() -> None:
    """The same photo ten times is no evidence ten times."""
    scores, predicted, sharpness = rated(4.0)
    alone = judge_ratings(scores, predicted, sharpness, UNITS, 5.5).figures
    many = judge_ratings(scores * 10, predicted * 10, sharpness * 10, UNITS * 10, 5.5).figures
    for name in ("val_spearman", "val_mse", "mse_below_mean"):
        assert many[name].low == pytest.approx(alone[name].low, abs=0.02)
        assert many[name].high == pytest.approx(alone[name].high, abs=0.02)


def pairs(skill: float) -> tuple[list[bool], list[float], list[float]]:
    random = np.random.default_rng(3)
    wins = random.random(60) < 0.5
    right = random.random(60) < skill
    p_a = np.where(wins == right, 0.8, 0.2)
    return wins.tolist(), p_a.tolist(), random.normal(size=60).tolist()


def test_pairs_that_a_model_knows() -> None:
    wins, p_a, sharper = pairs(0.95)
    found = judge_pairs(wins, p_a, sharper, UNITS, list(zip(wins, sharper, strict=True)))
    assert found.useful
    assert found.figures["side_prior"].low < 0.5 < found.figures["side_prior"].high


@pytest.mark.parametrize("sign", [1, -1])
def test_pairs_that_sharpness_or_softness_explains(sign: int) -> None:
    wins, p_a, _ = pairs(0.95)
    sharper = [sign * (1.0 if won else -1.0) for won in wins]
    found = judge_pairs(wins, p_a, sharper, UNITS, list(zip(wins, sharper, strict=True)))
    assert not found.useful
    assert f"always naming the {'sharper' if sign > 0 else 'softer'} photo" in found.sentence
    assert found.figures["sharpness_acc"].value == 1.0


def test_pairs_in_which_one_side_always_wins() -> None:
    wins = [True] * 60
    found = judge_pairs(wins, [0.9] * 60, [0.1] * 60, UNITS, [(True, 0.1)] * 60)
    assert not found.useful
    assert "always naming the same side (100% against 100%)" in found.sentence
    assert found.figures["side_prior"].low > 0.9


def test_undecided_answers_count_half() -> None:
    wins, _, sharper = pairs(0.5)
    found = judge_pairs(wins, [0.5] * 60, sharper, UNITS, list(zip(wins, sharper, strict=True)))
    assert found.figures["val_acc"].value == 0.5


def test_photos_of_their_own_give_the_usual_interval() -> None:
    scores, predicted, _ = rated(3.0)
    ours, usual = unit_spearman(scores, predicted, UNITS), spearman(scores, predicted)
    assert ours is not None
    assert usual is not None
    assert (ours.value, ours.low, ours.high) == pytest.approx(
        (usual.value, usual.low, usual.high), abs=0.03
    )


def test_no_correlation_without_variety() -> None:
    assert unit_spearman([1, 2], [1, 2], ["a", "b"]) is None
    assert unit_spearman([1, 1, 1], [1, 2, 3], ["a", "b", "c"]) is None


@settings(max_examples=25)
@given(st.integers(1, 500), st.floats(0, 1))
def test_wilson_interval_holds_the_share(total: int, share: float) -> None:
    hits = round(share * total)
    found = share_interval(hits, total)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1
    assert share_interval(total - hits, total).low == pytest.approx(1 - found.high)


def test_wilson_interval_of_the_book() -> None:
    found = share_interval(8, 10)
    assert (found.low, found.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)
