import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.training.builtin.config import FitSettings
from album_organizer.training.builtin.features import FeatureBank, Pairs
from album_organizer.training.builtin.heads import (
    AVA_MEAN,
    AVA_SPREAD,
    Doubles,
    LinearScore,
    ava_layer,
    fit_pairs,
    fit_ratings,
    pair_layer,
)

PHOTOS, WIDTH = 60, 6
ALL = np.ones(PHOTOS, np.bool_)


def no_pairs() -> Pairs:
    nothing = np.zeros(0, np.int64)
    return Pairs(nothing, nothing, nothing, nothing, np.zeros(0, np.float32))


def made_up_bank() -> tuple[FeatureBank, Doubles]:
    """Feature 0 is beauty; damage lowers feature 1 and raises feature 2."""
    rng = np.random.default_rng(0)
    clean = rng.normal(size=(PHOTOS, WIDTH)).astype(np.float32)
    damage = np.zeros(WIDTH, np.float32)
    damage[1:3] = -1.5, 1.5
    worse = clean + damage + 0.1 * rng.normal(size=clean.shape).astype(np.float32)
    index = np.arange(PHOTOS)
    pairs = Pairs(
        index, np.zeros(PHOTOS, np.int64), 3 * index, 3 * index + 2, np.ones(PHOTOS, np.float32)
    )
    features = np.stack([clean, clean, worse], 1).reshape(-1, WIDTH)
    bank = FeatureBank(features, 3 * index, 3 * index + 1, pairs, no_pairs(), no_pairs())
    ratings = 4 + clean[:, 0].astype(np.float64)
    ratings[::5] = np.nan
    return bank, ratings


def test_ratings_are_learnt_and_damage_scores_lower() -> None:
    bank, ratings = made_up_bank()
    plain = fit_ratings(bank, ratings, ALL, FitSettings(weight_decay=0.01))
    ranked = fit_ratings(
        bank, ratings, ALL, FitSettings(weight_decay=0.01, rank_weight=1, rank_scale=0.3)
    )
    rated = np.isfinite(ratings)
    for score in (plain, ranked):
        order = score(bank.features[bank.clean])[rated]
        assert np.corrcoef(order, ratings[rated])[0, 1] > 0.9

    def wins(score: LinearScore) -> float:
        values = score(bank.features)
        return float((values[bank.random.better] > values[bank.random.worse]).mean())

    assert wins(ranked) > 0.95 > wins(plain)


def test_photos_that_are_not_chosen_have_no_influence() -> None:
    bank, ratings = made_up_bank()
    chosen = np.arange(PHOTOS) < 40
    changed = ratings.copy()
    changed[40:] = 100.0
    settings = FitSettings(weight_decay=0.1, rank_weight=0.5)
    first = fit_ratings(bank, ratings, chosen, settings)
    bank.features[3 * 40 :] += 7
    second = fit_ratings(bank, changed, chosen, settings)
    assert np.array_equal(first.weight, second.weight)
    assert first.bias == second.bias


def test_pairs_are_learnt_without_bias() -> None:
    bank, _ = made_up_bank()
    score = fit_pairs(bank, ALL, FitSettings(weight_decay=0.01))
    values = score(bank.features)
    assert np.all(values[bank.random.better] > values[bank.random.worse])
    assert score.bias == 0


@given(
    st.lists(st.floats(-50, 50), min_size=3, max_size=30).filter(lambda v: np.std(v) > 0.01),
    st.floats(-3, 3),
)
def test_calibration_gives_the_ava_scale_and_keeps_the_order(
    values: list[float], bias: float
) -> None:
    features = np.array(values, np.float32)[:, None]
    score = LinearScore(np.array([0.3]), bias)
    scaled = score.rescaled(AVA_MEAN, AVA_SPREAD, score(features))
    result = scaled(features)
    assert result.mean() == pytest.approx(AVA_MEAN, abs=1e-5)
    assert result.std() == pytest.approx(AVA_SPREAD, rel=1e-4)
    assert np.all(np.diff(result[np.argsort(score(features))]) >= 0)


@given(st.floats(2.5, 8.5))
def test_expected_vote_of_the_bins_is_the_score(value: float) -> None:
    score = LinearScore(np.array([value - 5.0]), 5.0)
    weight, bias = ava_layer(score)
    votes = torch.from_numpy(weight[:, 0] + bias).double().softmax(0).numpy()
    bins = np.arange(1, 11)
    assert votes @ bins == pytest.approx(value, abs=0.25)  # the ends cut off votes
    if 4 < value < 7:
        assert votes @ bins == pytest.approx(value, abs=0.03)
        assert np.sqrt(votes @ (bins - value) ** 2) == pytest.approx(1.4, abs=0.1)


def test_expected_vote_grows_with_the_score() -> None:
    weight, bias = ava_layer(LinearScore(np.array([1.0]), 0.0))
    scores = torch.linspace(-5, 16, 100)[:, None]
    logits = scores @ torch.from_numpy(weight).T + torch.from_numpy(bias)
    votes = logits.double().softmax(1) @ torch.arange(1.0, 11.0).double()
    assert bool((votes.diff() > 0).all())
    assert 1 <= float(votes.min()) < float(votes.max()) <= 10


def test_pair_layer_is_antisymmetric() -> None:
    weight, bias = pair_layer(LinearScore(np.array([2.0, -1.0]), 0.0))
    a, b = np.array([0.3, 0.2], np.float32), np.array([-0.4, 0.9], np.float32)
    forward, backward = weight @ (a - b) + bias, weight @ (b - a) + bias
    assert forward[1] - forward[0] == pytest.approx(2.1, abs=1e-6)
    assert forward == pytest.approx(backward[::-1])
