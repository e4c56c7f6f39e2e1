import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import pearsonr, spearmanr

from album_organizer.evaluation import label_metrics
from album_organizer.evaluation.label_metrics import ScoreFigures, score_figures
from album_organizer.evaluation.resampling import Measured
from album_organizer.evaluation.results import Estimate
from album_organizer.evaluation.statistics import Floats, spearman

scores_and_labels = st.lists(
    st.tuples(st.integers(10, 100), st.integers(1, 9)), min_size=3, max_size=30
).filter(lambda pairs: all(len(set(side)) > 1 for side in zip(*pairs, strict=True)))


def figures(*scores: Floats, labels: Floats, same_scale: bool = True) -> ScoreFigures:
    return score_figures(scores, labels, [""] * len(labels), same_scale=same_scale)


def of(measured: Measured | None, version: int = 0) -> Estimate:
    assert measured is not None
    found = measured.values[version]
    assert found is not None
    return found


def test_by_hand() -> None:
    """Five pairs have an order; of the scores, three are right and one is a tie."""
    labels, scores = np.array([2.0, 4.0, 4.0, 7.0]), np.array([3.0, 3.0, 5.0, 4.0])
    found = figures(scores, labels=labels)
    # (1,2) tie, (1,3) right, (1,4) right, (2,4) right, (3,4) wrong; (2,3) has no order.
    assert of(found.pair_accuracy).value == pytest.approx((3 + 0.5) / 5)
    assert of(found.error).value == pytest.approx((1 + 1 + 1 + 3) / 4)
    assert of(found.bias).value == pytest.approx((1 - 1 + 1 - 3) / 4)
    assert of(found.spread).value == pytest.approx(np.std(scores))
    assert found.label_spread == pytest.approx(np.std(labels))
    assert found.paired_photos == 4


@given(scores_and_labels)
@settings(max_examples=60, deadline=None)
def test_correlations_are_those_of_scipy(pairs: list[tuple[int, int]]) -> None:
    scores, labels = (np.array(side, np.float64) for side in zip(*pairs, strict=True))
    found = figures(scores / 10, labels=labels)
    assert of(found.spearman).value == pytest.approx(spearmanr(scores, labels).statistic, abs=1e-9)
    assert of(found.pearson).value == pytest.approx(pearsonr(scores, labels).statistic, abs=1e-9)
    for measured in (found.spearman, found.pearson, found.error, found.bias, found.pair_accuracy):
        estimate = of(measured)
        assert estimate.low <= estimate.value <= estimate.high


@given(scores_and_labels)
@settings(max_examples=30, deadline=None)
def test_only_the_order_counts_for_order(pairs: list[tuple[int, int]]) -> None:
    scores, labels = (np.array(side, np.float64) for side in zip(*pairs, strict=True))
    plain, bent = figures(scores, labels=labels), figures(scores**3, labels=np.exp(labels))
    assert plain.spearman == bent.spearman
    assert plain.pair_accuracy == bent.pair_accuracy
    upside_down = figures(-scores, labels=labels)
    assert of(upside_down.pair_accuracy).value == pytest.approx(1 - of(plain.pair_accuracy).value)


def test_agrees_with_the_spearman_of_a_comparison() -> None:
    random = np.random.default_rng(1)
    labels = random.normal(size=80)
    scores = labels + random.normal(size=80)
    found, known = of(figures(scores, labels=labels).spearman), spearman(scores, labels)  # type: ignore[arg-type]
    assert known is not None
    assert (found.value, found.low, found.high) == pytest.approx(
        (known.value, known.low, known.high)
    )


def test_perfect_scores() -> None:
    labels = np.linspace(1, 10, 30)
    found = figures(labels, labels=labels)
    assert of(found.spearman).value == pytest.approx(1)
    assert of(found.pair_accuracy).value == 1
    assert (of(found.error).value, of(found.bias).value) == (0, 0)


def test_a_constant_version_has_no_correlation() -> None:
    labels = np.linspace(1, 10, 12)
    found = figures(np.full(12, 5.4), labels=labels)
    assert found.spearman.values == found.pearson.values == (None,)
    assert of(found.pair_accuracy).value == 0.5
    assert of(found.spread).value == 0


def test_equal_labels_have_no_order() -> None:
    found = figures(np.linspace(1, 10, 12), labels=np.full(12, 5.0))
    assert found.pair_accuracy.values == found.spearman.values == (None,)


def test_another_scale_has_no_error_but_an_order() -> None:
    labels = np.linspace(0, 1, 20)
    found = figures(labels * 9 + 1, labels=labels, same_scale=False)
    assert found.error is found.bias is None
    assert of(found.spearman).value == pytest.approx(1)


def test_themes_are_drawn_as_a_whole() -> None:
    """Ten photos of one motif are not ten independent photos."""
    random = np.random.default_rng(2)
    theme = np.repeat(np.arange(12), 10)
    level = random.normal(size=12)[theme]
    labels = level + 0.1 * random.normal(size=120)
    scores = np.where(theme % 3 == 0, -level, level) + 0.1 * random.normal(size=120)
    apart = score_figures([scores], labels, [""] * 120, same_scale=True)
    together = score_figures([scores], labels, [f"t{t}" for t in theme], same_scale=True)
    for name in ("spearman", "pearson", "pair_accuracy"):
        a, b = of(getattr(apart, name)), of(getattr(together, name))
        assert a.value == pytest.approx(b.value)
        assert b.high - b.low > 1.5 * (a.high - a.low)


def test_photos_without_a_theme_stand_alone() -> None:
    random = np.random.default_rng(3)
    labels, scores = random.normal(size=20), random.normal(size=20)
    none = score_figures([scores], labels, [""] * 20, same_scale=True)
    own = score_figures([scores], labels, [f"t{i}" for i in range(20)], same_scale=True)
    assert none == own


def test_of_many_photos_pairs_are_made_of_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_metrics, "PAIRED_PHOTOS", 50)
    random = np.random.default_rng(4)
    labels = random.normal(size=400)
    scores = labels + 0.5 * random.normal(size=400)
    found = figures(scores, labels=labels)
    assert found.paired_photos == 50
    order = np.sign(labels[:, None] - labels) * np.sign(scores[:, None] - scores) > 0
    everything = order[np.triu_indices(400, 1)].mean()
    assert of(found.pair_accuracy).low <= everything <= of(found.pair_accuracy).high
    assert figures(scores, labels=labels) == found


def test_a_better_version_is_seen_to_be_better() -> None:
    random = np.random.default_rng(5)
    labels = random.uniform(2, 9, 150)
    noise = random.normal(size=150)
    found = figures(labels + 1.5 * noise, labels + 0.5 * noise, labels=labels)
    for measured, sign in (
        (found.spearman, 1), (found.pearson, 1), (found.pair_accuracy, 1), (found.error, -1)
    ):  # fmt: skip
        assert measured is not None
        difference = measured.differences[0]
        assert difference is not None
        assert sign * difference.low > 0
        assert sign * difference.high > 0
        assert difference.value == pytest.approx(of(measured, 1).value - of(measured).value)
