"""Blind test of two versions: what a person's choices say.

They see pairs of photos on which the versions disagree, without being told which version prefers
which, and choose. Whose photos they choose more often is decided by a sign test.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from album_organizer.evaluation.results import Verdict
from album_organizer.i18n import tr, trn
from album_organizer.registry.blind_answers import Preference

PAIRS = 20
"""Pairs in a test."""
MIN_DECIDED = 6
"""Preferences needed for a verdict: even 5 to 0 happens by chance in 6% of all tests."""
SIGNIFICANT = 0.05
"""A result that chance gives less often than this is a verdict."""


@dataclass(frozen=True, slots=True)
class BlindOutcome:
    """What the answers of a test say.

    Attributes:
        a: Name of version a.
        b: Name of version b.
        wins_a: Pairs in which the person chose the photo that a prefers.
        wins_b: The same for b.
        no_preference: Pairs in which they preferred neither.
        p: How often, 0..1, somebody who chooses by chance gets so uneven a result or a more
            uneven one: the exact two-sided sign test. Pairs without preference do not count.
        verdict: Which version the person agrees with.
        repeated: The test went on after a result had been shown.
    """

    a: str
    b: str
    wins_a: int
    wins_b: int
    no_preference: int
    p: float
    verdict: Verdict
    repeated: bool

    @property
    def sentence(self) -> str:
        """The result in full."""
        answered = self.wins_a + self.wins_b + self.no_preference
        counts = [
            tr("{version}'s photo {times}").format(version=self.a, times=_times(self.wins_a)),
            tr("{version}'s {times}").format(version=self.b, times=_times(self.wins_b)),
        ]
        if self.no_preference:
            counts.append(tr("neither {times}").format(times=_times(self.no_preference)))
        listed = tr("{first} and {last}").format(first=", ".join(counts[:-1]), last=counts[-1])
        sentence = trn(
            "Of {n} pair you preferred {listed}: {conclusion}.",
            "Of {n} pairs you preferred {listed}: {conclusion}.",
            answered,
        ).format(n=answered, listed=listed, conclusion=self._conclusion())
        if self.repeated and self.verdict in {Verdict.A, Verdict.B}:
            sentence += " " + tr(
                "You went on after seeing a result, so chance does this somewhat more often."
            )
        return sentence

    def _conclusion(self) -> str:
        if self.verdict is Verdict.TOO_FEW:
            return tr("too few preferences to tell, at least {n} are needed").format(n=MIN_DECIDED)
        share = tr("less than 1%") if self.p < 0.005 else f"{round(100 * self.p)}%"
        chance = tr("chance would do this in {share} of such tests").format(share=share)
        if self.verdict is Verdict.NO_DIFFERENCE:
            even = tr("too even to tell")
            return f"{even} ({chance})" if self.p < 1.0 else even
        winner = self.a if self.verdict is Verdict.A else self.b
        return tr("you agree with {version} ({chance})").format(version=winner, chance=chance)


def outcome(preferences: Sequence[Preference], a: str, b: str) -> BlindOutcome:
    """What a person's answers say about two versions.

    To be told only when a whole test has been answered: whoever looks after each answer and stops
    as soon as it is "significant" finds a difference in far more than 5% of the tests in which
    there is none (Armitage, McPherson, Rowe: Repeated significance tests on accumulating data,
    J. R. Stat. Soc. A 132, 1969).

    Args:
        preferences: One per answered pair.
        a: Name of version a.
        b: Name of version b.
    """
    counted = Counter(preferences)
    wins_a, wins_b = counted["a"], counted["b"]
    p = sign_test(wins_a, wins_b)
    if wins_a + wins_b < MIN_DECIDED:
        verdict = Verdict.TOO_FEW
    elif p >= SIGNIFICANT:
        verdict = Verdict.NO_DIFFERENCE
    else:
        verdict = Verdict.A if wins_a > wins_b else Verdict.B
    repeated = len(preferences) > PAIRS
    return BlindOutcome(a, b, wins_a, wins_b, counted[None], p, verdict, repeated)


def sign_test(wins_a: int, wins_b: int) -> float:
    """The exact two-sided sign test, 0..1.

    The binomial test with p = 1/2. It is symmetric, so that one tail counts twice; whole numbers
    suffice, and spare the window the half second in which scipy.stats is imported.
    """
    total, fewer = wins_a + wins_b, min(wins_a, wins_b)
    tail = sum(math.comb(total, k) for k in range(fewer + 1))
    return float(min(1.0, 2 * tail / 2**total))


def _times(count: int) -> str:
    return trn("once", "{n} times", count).format(n=count)
