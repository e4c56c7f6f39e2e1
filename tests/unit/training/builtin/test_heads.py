import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.linear_model import Ridge

from album_organizer.domain.errors import JobCancelled
from album_organizer.domain.job import Job, Progress
from album_organizer.training.builtin.config import FitSettings
from album_organizer.training.builtin.features import FeatureBank
from album_organizer.training.builtin.heads import (
    AVA_VOTE_SPREAD,
    Doubles,
    Hidden,
    ava_layers,
    fit_comparison,
    fit_craft,
    fit_taste,
    pair_layers,
    temperature,
)
from tests.unit.training.builtin.made_up import WIDTH, bank_of, chosen, line, pairs_of

PHOTOS, LEARNT = 400, 300
SOME = chosen(PHOTOS, (0, LEARNT))
FIT = FitSettings(hidden=12, epochs=80, learning_rate=0.02, weight_decay=0.01, dropout=0.1)
Fit = Callable[..., Hidden]
BOTH = pytest.mark.parametrize("fit", [fit_craft, fit_comparison])


def spoiled_bank(*, either_way: bool) -> FeatureBank:
    """Damage moves feature 1 up by 1.5; or away from 0, as exposure may be too much or too little.

    All other features are noise that differs between versions too.
    """
    rng = np.random.default_rng(0)
    clean = rng.normal(size=(PHOTOS, WIDTH))
    clean[:, 1] *= 0.3
    worse = clean + 0.3 * rng.normal(size=clean.shape)
    worse[:, 1] += 1.5 * np.where(either_way, np.sign(clean[:, 1]), 1)
    return bank_of(clean, worse)


def random_hidden(seed: int, *, odd: bool = False) -> Hidden:
    rng = np.random.default_rng(seed)
    first = rng.normal(size=(4, 3)).astype(np.float32)
    if odd:
        last = rng.normal(size=4).astype(np.float32)
        return Hidden(first, np.zeros(4, np.float32), last, odd=True)
    bias, last = rng.normal(size=(2, 4)).astype(np.float32)
    return Hidden(first, bias, last, float(rng.normal()))


def inputs(seed: int, count: int = 7) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(size=(count, 3)).astype(np.float32)


def wins(bank: FeatureBank, photos: NDArray[np.bool_], margins: Callable[..., Doubles]) -> float:
    pairs = bank.random.of_photos(photos)
    return float((margins(bank.features[pairs.better], bank.features[pairs.worse]) > 0).mean())


def like(decay: float, calm: float = 0.0) -> FitSettings:
    return FitSettings(
        hidden=1,
        epochs=1,
        learning_rate=0.1,
        weight_decay=0,
        dropout=0,
        taste_decay=decay,
        taste_calm=calm,
    )


class TestHidden:
    def test_is_one_layer_computed_by_hand(self) -> None:
        first = np.array([[1, 2], [-1, 0]], np.float32)
        relu = Hidden(first, np.array([0, 1], np.float32), np.array([2, 3], np.float32), 0.5)
        asked = np.array([[1.0, 1.0], [-1.0, 0.0]])
        assert relu(asked) == pytest.approx([2 * 3 + 3 * 0 + 0.5, 2 * 0 + 3 * 2 + 0.5])
        odd = Hidden(first, np.zeros(2, np.float32), relu.last, odd=True)
        assert odd(asked[:1]) == pytest.approx([2 * np.tanh(3) + 3 * np.tanh(-1)])

    @given(st.integers(0, 99), st.floats(-5, 5), st.floats(-5, 5))
    def test_times_scales_and_moves_the_answers(self, seed: int, factor: float, by: float) -> None:
        score = random_hidden(seed)
        expected = factor * score(inputs(seed)) + by
        assert score.times(factor, by)(inputs(seed)) == pytest.approx(expected, abs=1e-4)

    @given(st.integers(0, 99), st.lists(st.floats(-9, 9), min_size=3, max_size=3))
    def test_plus_adds_exactly_the_line(self, seed: int, weight: list[float]) -> None:
        score, slope = random_hidden(seed), np.array(weight)
        asked = inputs(seed)
        summed = score.plus(slope)
        assert summed(asked) == pytest.approx(score(asked) + asked @ slope, abs=1e-4)
        assert len(summed.last) == len(score.last) + 2

    @given(st.integers(0, 99), st.floats(0.01, 100))
    def test_swapping_turns_an_odd_answer_to_the_last_bit(self, seed: int, scale: float) -> None:
        odd = random_hidden(seed, odd=True)
        asked = inputs(seed) * np.float32(scale)
        assert np.array_equal(odd(-asked), -odd(asked))
        assert np.array_equal(odd.times(1.7)(-asked), -odd.times(1.7)(asked))
        assert odd(np.zeros((1, 3))) == 0

    def test_many_rows_are_answered_like_few_and_none_like_none(self) -> None:
        score, asked = random_hidden(1), inputs(1, 9000)
        answers = score(asked)
        assert answers.shape == (9000,)
        assert answers[[0, 4095, 4096, 8999]] == pytest.approx(
            score(asked[[0, 4095, 4096, 8999]]), abs=1e-5
        )
        assert score(asked[:0]).shape == (0,)


class TestTaste:
    BLOCKS = (slice(0, 2), slice(3, 6))

    def rated(self) -> tuple[FeatureBank, Doubles]:
        rng = np.random.default_rng(1)
        clean = rng.normal(size=(40, WIDTH)) * [1, 3, 50, 1, 0.2, 1]
        bank = bank_of(clean, clean)
        bank.features[bank.flipped] += rng.normal(size=(40, WIDTH)).astype(np.float16) / 8
        ratings = 4 + clean[:, 1] + 3 * clean[:, 4] + 0.1 * rng.normal(size=40)
        ratings[::5] = np.nan
        return bank, ratings

    @pytest.mark.parametrize("decay", [0.01, 0.5, 20.0])
    def test_is_ridge_regression_on_evenly_weighted_blocks(self, decay: float) -> None:
        bank, ratings = self.rated()
        known = chosen(40, (0, 30))
        found = fit_taste(bank, ratings, known, self.BLOCKS, like(decay))

        rated = known & np.isfinite(ratings)
        both = np.concatenate(
            [bank.features[bank.clean[rated]], bank.features[bank.flipped[rated]]]
        )
        columns = [0, 1, 3, 4, 5]
        values = both.astype(np.float64)[:, columns]
        share = np.sqrt(np.array([2, 2, 3, 3, 3]) * len(self.BLOCKS))
        standard = (values - values.mean(0)) / (values.std(0) + 1e-6) / share
        wanted = (ratings[rated] - ratings[rated].mean()) / ratings[rated].std()
        ridge = Ridge(alpha=decay, solver="cholesky").fit(standard, np.tile(wanted, 2))
        assert found[columns] == pytest.approx(
            ridge.coef_ / (values.std(0) + 1e-6) / share, rel=1e-6
        )

    def test_columns_outside_the_blocks_have_no_say(self) -> None:
        bank, ratings = self.rated()
        assert fit_taste(bank, ratings, chosen(40, (0, 40)), self.BLOCKS, like(0.5))[2] == 0

    def test_photos_nobody_rated_or_chose_have_no_influence(self) -> None:
        bank, ratings = self.rated()
        known = chosen(40, (0, 30))
        before = fit_taste(bank, ratings, known, self.BLOCKS, like(0.5))
        changed = ratings.copy()
        changed[30:] = 100
        bank.features[3 * 30 :] = 7
        bank.features[bank.clean[::5]] = -7
        bank.features[2::3] = 9  # damaged versions
        assert np.array_equal(fit_taste(bank, changed, known, self.BLOCKS, like(0.5)), before)

    def test_learns_what_is_beautiful_and_a_scale_changes_nothing(self) -> None:
        bank, ratings = self.rated()
        known = chosen(40, (0, 30))
        taste = fit_taste(bank, ratings, known, self.BLOCKS, like(0.1))
        new = np.isfinite(ratings) & ~known
        predicted = bank.features[bank.clean[new]].astype(np.float64) @ taste
        assert np.corrcoef(predicted, ratings[new])[0, 1] > 0.9
        assert fit_taste(bank, 10 * ratings - 3, known, self.BLOCKS, like(0.1)) == pytest.approx(
            taste
        )

    def test_more_decay_gives_a_flatter_taste(self) -> None:
        bank, ratings = self.rated()
        fits = [
            fit_taste(bank, ratings, chosen(40, (0, 40)), self.BLOCKS, like(d))
            for d in (0.1, 1, 10)
        ]
        spreads = [(bank.features[bank.clean].astype(float) @ taste).std() for taste in fits]
        assert spreads == sorted(spreads, reverse=True)

    def test_a_calm_taste_looks_away_from_damage_and_keeps_its_opinion(self) -> None:
        bank, ratings = self.rated()
        bank.features[bank.random.worse, 4] -= 0.2
        everybody, rated = chosen(40, (0, 40)), np.isfinite(ratings)
        lively, calm = (
            fit_taste(bank, ratings, everybody, self.BLOCKS, like(0.1, calm))
            for calm in (0.0, 30.0)
        )

        def moved(taste: Doubles) -> float:
            values = bank.features.astype(np.float64) @ taste
            return float(np.abs(values[bank.random.better] - values[bank.random.worse]).mean())

        assert moved(calm) < 0.7 * moved(lively)
        opinion = bank.features[bank.clean[rated]].astype(np.float64) @ calm
        assert np.corrcoef(opinion, ratings[rated])[0, 1] > 0.5


class TestTrained:
    def test_craft_learns_that_too_much_and_too_little_are_both_worse(self) -> None:
        bank = spoiled_bank(either_way=True)
        score = fit_craft(bank, SOME, FIT, 1)
        assert wins(bank, ~SOME, lambda a, b: score(a) - score(b)) > 0.95

    def test_comparison_learns_the_direction_of_damage(self) -> None:
        bank = spoiled_bank(either_way=False)
        head = fit_comparison(bank, SOME, FIT, 1)
        assert wins(bank, ~SOME, lambda a, b: head(a.astype(np.float32) - b)) > 0.95

    @BOTH
    def test_repeats_to_the_last_bit_under_its_seed(self, fit: Fit) -> None:
        bank, short = spoiled_bank(either_way=True), FIT.model_copy(update={"epochs": 3})
        torch.manual_seed(5)
        one = fit(bank, SOME, short, 1)
        torch.manual_seed(6)  # what ran before must not matter
        same, other = fit(bank, SOME, short, 1), fit(bank, SOME, short, 2)
        for name in ("first", "bias", "last"):
            assert np.array_equal(getattr(one, name), getattr(same, name))
        assert not np.array_equal(one.first, other.first)

    @BOTH
    def test_photos_that_are_not_chosen_have_no_influence(self, fit: Fit) -> None:
        bank, short = spoiled_bank(either_way=True), FIT.model_copy(update={"epochs": 3})
        before = fit(bank, SOME, short, 1)
        bank.features[3 * LEARNT :] += 50
        after = fit(bank, SOME, short, 1)
        for name in ("first", "bias", "last", "offset"):
            assert np.array_equal(getattr(before, name), getattr(after, name))

    def test_a_comparison_is_odd_and_craft_is_not(self) -> None:
        bank, short = spoiled_bank(either_way=False), FIT.model_copy(update={"epochs": 1})
        odd, craft = fit_comparison(bank, SOME, short, 1), fit_craft(bank, SOME, short, 1)
        asked = bank.features[:20].astype(np.float32)
        assert odd.odd
        assert not craft.odd
        assert np.array_equal(odd(-asked), -odd(asked))

    @BOTH
    def test_has_the_size_that_is_asked_for(self, fit: Fit) -> None:
        short = FIT.model_copy(update={"epochs": 1, "hidden": 5})
        found = fit(spoiled_bank(either_way=True), SOME, short, 1)
        assert found.first.shape == (5, WIDTH)
        assert found.bias.shape == found.last.shape == (5,)
        assert found.first.dtype == found.bias.dtype == found.last.dtype == np.float32

    @BOTH
    def test_scale_and_zero_of_a_feature_do_not_matter(self, fit: Fit) -> None:
        """Features are standardised inside; the answers are for features as they are."""
        bank, short = spoiled_bank(either_way=False), FIT.model_copy(update={"epochs": 20})
        plain = fit(bank, SOME, short, 1)
        moved = (8 * bank.features.astype(np.float32) + 30).astype(np.float16)
        other = fit(dataclasses.replace(bank, features=moved), SOME, short, 1)

        def asked(features: NDArray[np.float16]) -> NDArray[np.float32]:
            wide = features.astype(np.float32)
            return wide[bank.clean] - wide[2::3] if plain.odd else wide

        answers, others = plain(asked(bank.features)), other(asked(moved))
        assert np.corrcoef(answers, others)[0, 1] > 0.98

    @BOTH
    def test_features_that_it_shall_not_see_have_no_influence(self, fit: Fit) -> None:
        bank, short = spoiled_bank(either_way=True), FIT.model_copy(update={"epochs": 3})
        before = fit(bank, SOME, short, 1, columns=2)
        assert before.first.shape == (FIT.hidden, WIDTH)
        assert not before.first[:, 2:].any()
        assert before.first[:, :2].any()
        bank.features[:, 2:] += 50
        after = fit(bank, SOME, short, 1, columns=2)
        assert np.array_equal(before.first, after.first)
        asked = bank.features[:9].astype(np.float32)
        assert np.array_equal(before(asked), after(asked))

    @BOTH
    def test_further_pairs_are_learnt_from_too(self, fit: Fit) -> None:
        """Without the random pairs, they alone tell the direction of damage."""
        bank = spoiled_bank(either_way=False)
        only_more = dataclasses.replace(bank, random=pairs_of(), more=bank.random)
        head = fit(only_more, SOME, FIT, 1)

        def margins(a: NDArray[np.float16], b: NDArray[np.float16]) -> Doubles:
            return head(a.astype(np.float32) - b) if head.odd else head(a) - head(b)

        assert wins(bank, ~SOME, margins) > 0.95
        again = fit(bank, SOME, FIT, 1)
        for name in ("first", "bias", "last"):
            assert np.array_equal(getattr(head, name), getattr(again, name))

    @BOTH
    def test_can_be_cancelled(self, fit: Fit) -> None:
        def stop(progress: Progress) -> None:
            assert progress.total == FIT.epochs
            if progress.done == 2:
                job.cancel()

        job = Job(stop)
        with pytest.raises(JobCancelled):
            fit(spoiled_bank(either_way=True), SOME, FIT, 1, job)


class TestTemperature:
    @pytest.mark.parametrize("true", [0.5, 1.0, 2.5])
    def test_recovers_a_known_one(self, true: float) -> None:
        rng = np.random.default_rng(0)
        honest = rng.normal(size=20_000) * 2
        right = rng.random(20_000) < expit(honest)
        stated = true * np.where(right, honest, -honest)
        assert temperature(stated) == pytest.approx(true, rel=0.05)

    @settings(deadline=None)
    @given(st.lists(st.floats(-40, 40), min_size=1, max_size=50))
    def test_never_makes_the_answers_less_likely(self, answers: list[float]) -> None:
        log_odds = np.array(answers)

        def loss(divisor: float) -> float:
            return float(np.logaddexp(0, -log_odds / divisor).mean())

        found = temperature(log_odds)
        assert 0.25 <= found <= 4.0000001
        for other in (0.25, 1.0, 4.0):
            assert loss(found) <= loss(other) + 1e-9

    def test_ends_of_the_range(self) -> None:
        assert temperature(np.full(5, 3.0)) == pytest.approx(0.25)  # always right
        assert temperature(np.full(5, -3.0)) == pytest.approx(4)


def through(layers: dict[str, torch.Tensor], prefix: str, asked: NDArray[np.float32]) -> Doubles:
    """What a network answers whose last layers these are, (K, D) -> (K, outputs)."""
    weights = {name: tensor.double() for name, tensor in layers.items()}
    inner = torch.from_numpy(asked).double() @ weights[f"{prefix}.0.weight"].T
    inner = inner + weights[f"{prefix}.0.bias"]
    active = inner.tanh() if prefix == "mlp" else inner.relu()
    return (active @ weights[f"{prefix}.3.weight"].T + weights[f"{prefix}.3.bias"]).numpy()


def votes(score: Hidden, asked: NDArray[np.float32]) -> Doubles:
    logits = torch.from_numpy(through(ava_layers(score), "head", asked))
    return logits.softmax(1).numpy()


class TestAvaLayers:
    BINS = np.arange(1, 11)

    @given(st.floats(2.5, 8.5))
    def test_expected_vote_of_the_bins_is_the_score(self, value: float) -> None:
        shares = votes(line([value - 5.0], 5.0), np.ones((1, 1), np.float32))[0]
        assert shares @ self.BINS == pytest.approx(value, abs=0.25)  # the ends cut off votes
        if 4 < value < 7:
            assert shares @ self.BINS == pytest.approx(value, abs=0.03)
            spread = np.sqrt(shares @ (self.BINS - value) ** 2)
            assert spread == pytest.approx(AVA_VOTE_SPREAD, abs=0.1)

    def test_expected_vote_grows_with_the_score(self) -> None:
        asked = np.linspace(-5, 16, 100, dtype=np.float32)[:, None]
        expected = votes(line([1.0]), asked) @ self.BINS
        assert bool((np.diff(expected) > 0).all())
        assert 1 <= expected.min() < expected.max() <= 10

    @given(st.integers(0, 99))
    def test_a_hidden_layer_keeps_its_scores(self, seed: int) -> None:
        score, asked = random_hidden(seed), inputs(seed, 30)
        answers = score(asked)
        moved = score.times(0.3, 5.5 - 0.3 * float(answers.mean()))
        middle = np.abs(moved(asked) - 5.5) < 1.5
        assert (votes(moved, asked) @ self.BINS)[middle] == pytest.approx(
            moved(asked)[middle], abs=0.04
        )

    def test_names_sizes_and_precision_are_those_of_the_checkpoint_format(self) -> None:
        layers = ava_layers(random_hidden(0))
        assert {name: tuple(tensor.shape) for name, tensor in layers.items()} == {
            "head.0.weight": (4, 3),
            "head.0.bias": (4,),
            "head.3.weight": (10, 4),
            "head.3.bias": (10,),
        }
        assert layers["head.0.weight"].dtype == torch.float16
        assert all(tensor.is_floating_point() for tensor in layers.values())


class TestPairLayers:
    @given(st.integers(0, 99))
    def test_the_difference_of_the_outputs_is_the_log_odds(self, seed: int) -> None:
        head, asked = random_hidden(seed, odd=True), inputs(seed)
        answers = through(pair_layers(head), "mlp", asked)
        assert answers[:, 1] - answers[:, 0] == pytest.approx(head(asked), abs=0.01)

    @given(st.integers(0, 99))
    def test_swapping_two_photos_swaps_the_outputs(self, seed: int) -> None:
        layers, asked = pair_layers(random_hidden(seed, odd=True)), inputs(seed)
        forward, backward = through(layers, "mlp", asked), through(layers, "mlp", -asked)
        assert forward == pytest.approx(backward[:, ::-1], abs=1e-12)

    def test_names_and_sizes_are_those_of_the_checkpoint_format(self) -> None:
        layers = pair_layers(random_hidden(0, odd=True))
        assert {name: tuple(tensor.shape) for name, tensor in layers.items()} == {
            "mlp.0.weight": (4, 3),
            "mlp.0.bias": (4,),
            "mlp.3.weight": (2, 4),
            "mlp.3.bias": (2,),
        }
