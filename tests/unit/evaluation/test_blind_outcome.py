import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from album_organizer.evaluation.blind_outcome import MIN_DECIDED, PAIRS, outcome, sign_test
from album_organizer.evaluation.results import Verdict
from album_organizer.registry.blind_answers import Preference


def answers(a: int, b: int, neither: int = 0) -> list[Preference]:
    return [*["a"] * a, *["b"] * b, *[None] * neither]  # type: ignore[list-item]


@given(st.integers(0, 120), st.integers(0, 120))
def test_sign_test_is_the_exact_binomial_test(wins_a: int, wins_b: int) -> None:
    expected = 1.0 if wins_a + wins_b == 0 else binomtest(wins_a, wins_a + wins_b).pvalue
    assert sign_test(wins_a, wins_b) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("given_answers", "verdict", "sentence"),
    [
        (
            answers(5, 15),
            Verdict.B,
            "Of 20 pairs you preferred v1's photo 5 times and v2's 15 times: you agree with v2 "
            "(chance would do this in 4% of such tests).",
        ),
        (
            answers(18, 0, 2),
            Verdict.A,
            "Of 20 pairs you preferred v1's photo 18 times, v2's 0 times and neither 2 times: you "
            "agree with v1 (chance would do this in less than 1% of such tests).",
        ),
        (
            answers(8, 12),
            Verdict.NO_DIFFERENCE,
            "Of 20 pairs you preferred v1's photo 8 times and v2's 12 times: too even to tell "
            "(chance would do this in 50% of such tests).",
        ),
        (
            answers(10, 10),
            Verdict.NO_DIFFERENCE,
            "Of 20 pairs you preferred v1's photo 10 times and v2's 10 times: too even to tell.",
        ),
        (
            answers(1, 0),
            Verdict.TOO_FEW,
            "Of 1 pair you preferred v1's photo once and v2's 0 times: too few preferences to "
            "tell, at least 6 are needed.",
        ),
        (
            answers(2, 1, 17),
            Verdict.TOO_FEW,
            "Of 20 pairs you preferred v1's photo 2 times, v2's once and neither 17 times: too "
            "few preferences to tell, at least 6 are needed.",
        ),
        (
            answers(0, 40),
            Verdict.B,
            "Of 40 pairs you preferred v1's photo 0 times and v2's 40 times: you agree with v2 "
            "(chance would do this in less than 1% of such tests). You went on after seeing a "
            "result, so chance does this somewhat more often.",
        ),
    ],
)
def test_result_in_words(given_answers: list[Preference], verdict: Verdict, sentence: str) -> None:
    told = outcome(given_answers, "v1", "v2")
    assert told.verdict is verdict
    assert told.sentence == sentence


def test_no_verdict_where_even_a_clean_sweep_proves_nothing() -> None:
    assert sign_test(0, MIN_DECIDED - 1) > 0.05
    assert sign_test(0, MIN_DECIDED) < 0.05
    assert outcome(answers(0, MIN_DECIDED - 1), "v1", "v2").verdict is Verdict.TOO_FEW
    assert outcome(answers(0, MIN_DECIDED), "v1", "v2").verdict is Verdict.B


def test_no_answers_are_too_few() -> None:
    told = outcome([], "v1", "v2")
    assert (told.wins_a, told.wins_b, told.no_preference, told.p) == (0, 0, 0, 1.0)
    assert told.verdict is Verdict.TOO_FEW


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_names_of_the_versions_do_not_change_the_result(a: int, b: int, neither: int) -> None:
    told = outcome(answers(a, b, neither), "v1", "v2")
    other = outcome(answers(b, a, neither), "v2", "v1")
    mirrored = {Verdict.A: Verdict.B, Verdict.B: Verdict.A}
    assert other.verdict is mirrored.get(told.verdict, told.verdict)
    assert other.p == told.p
    assert told.repeated == (a + b + neither > PAIRS)
    conclusions = [found.sentence.split(": ", 1)[1] for found in (told, other)]
    assert conclusions[0] == conclusions[1]


@given(st.integers(0, 60), st.integers(0, 60))
def test_no_preference_decides_nothing(a: int, b: int) -> None:
    without, with_some = outcome(answers(a, b), "1", "2"), outcome(answers(a, b, 7), "1", "2")
    assert (without.p, without.verdict) == (with_some.p, with_some.verdict)


def test_somebody_who_guesses_rarely_gets_a_verdict() -> None:
    # The probability of each possible result of a full test by guessing, summed exactly.
    share = sum(
        _chance(wins)
        for wins in range(PAIRS + 1)
        if outcome(answers(wins, PAIRS - wins), "1", "2").verdict in {Verdict.A, Verdict.B}
    )
    assert 0.01 < share < 0.05


def _chance(wins: int) -> float:
    """Probability of so many wins in a full test by guessing."""
    lower = binomtest(wins, PAIRS, alternative="less").pvalue
    upper = binomtest(wins, PAIRS, alternative="greater").pvalue
    return float(lower + upper - 1.0)
