"""Where a person is in a blind test: the pair to show, back, what was left out, when it ends."""

from collections.abc import Sequence

from album_organizer.evaluation.blind_outcome import PAIRS, BlindOutcome, outcome
from album_organizer.evaluation.blind_pairs import (
    BlindPair,
    Choice,
    known_pairs,
    pairs_of_disagreement,
)
from album_organizer.evaluation.results import VersionComparison
from album_organizer.registry.blind_answers import BlindAnswer, Preference, new_answer

_ROUNDS = 5


class BlindSession:
    """One album's test of two versions, in rounds of :data:`PAIRS`; usually there is only one.

    The pairs answered before come first, whichever session answered them: so the test goes on
    where it was left, also when photos came to the album since.

    Args:
        comparison: Of the two versions.
        answers: What was answered before about the two, as the store returns it for them.
    """

    def __init__(self, comparison: VersionComparison, answers: Sequence[BlindAnswer]) -> None:
        self._comparison = comparison
        # Answers about other albums belong to those.
        known = known_pairs(comparison, {answer.photos for answer in answers})
        self._given = {a.photos: a.prefers for a in answers if a.photos in known}
        self._pairs = [known[photos] for photos in self._given]
        new = pairs_of_disagreement(comparison, PAIRS * _ROUNDS)
        self._pairs += [pair for pair in new if pair.photos not in self._given]
        answered = len(self._given)
        self._end = PAIRS * max(1, -(-answered // PAIRS))
        self._told = PAIRS * (answered // PAIRS)
        self._place = answered

    @property
    def total(self) -> int:
        """Number of pairs up to the end of this round, which may lack some if there are no more."""
        return min(self._end, len(self._pairs))

    @property
    def number(self) -> int:
        """Of the pair that is shown, 1..total; ``total + 1`` at the end."""
        return self._place + 1

    @property
    def current(self) -> BlindPair | None:
        """The pair to show; None at the end of the round."""
        return self._pairs[self._place] if self._place < self.total else None

    @property
    def next(self) -> BlindPair | None:
        """The pair that probably comes after it."""
        return self._pairs[self._place + 1] if self._place + 1 < self.total else None

    @property
    def answered(self) -> list[tuple[BlindPair, Preference]]:
        """All answered pairs with the version that the person agreed with."""
        return [(p, self._given[p.photos]) for p in self._pairs if p.photos in self._given]

    @property
    def earlier_choice(self) -> Choice | None:
        """What was said to the current pair before."""
        current = self.current
        if current is None or current.photos not in self._given:
            return None
        return current.choice(self._given[current.photos])

    @property
    def can_go_back(self) -> bool:
        """Whether there is a pair before whose result was not told yet."""
        return self.current is not None and self._place > self._told

    @property
    def can_go_on(self) -> bool:
        """Whether, at the end of a round, there are pairs for another one."""
        return self.current is None and len(self._pairs) > self._end

    @property
    def outcome(self) -> BlindOutcome:
        """What all answers say; to be told at the end of a round only."""
        given = [preference for _, preference in self.answered]
        return outcome(given, self._comparison.a.version, self._comparison.b.version)

    def answer(self, choice: Choice) -> BlindAnswer:
        """Answers the current pair and goes to the first one without an answer.

        Returns:
            The answer, to be saved. It replaces what was answered to this pair before.
        """
        pair = self._pairs[self._place]
        self._given[pair.photos] = preference = pair.preference(choice)
        self._place = len(self._given)
        a, b = self._comparison.a, self._comparison.b
        return new_answer(a, b, pair.left_id, pair.right_id, preference)

    def back(self) -> None:
        """Goes to the pair before, if that is possible."""
        if self.can_go_back:
            self._place -= 1

    def go_on(self) -> None:
        """Begins another round, if there are pairs for it."""
        if self.can_go_on:
            self._told = self._place
            self._end += PAIRS

    def leave_out(self, path: str) -> int:
        """Passes over a photo that cannot be shown: pairs of it without an answer are taken out.

        Others take their place, as far as there are any.

        Args:
            path: Relative to the album folder.

        Returns:
            Number of pairs of this round that were taken out.
        """
        gone = [
            pair
            for pair in self._pairs
            if path in {pair.left, pair.right} and pair.photos not in self._given
        ]
        count = sum(pair in gone for pair in self._pairs[: self.total])
        shown = self.current
        self._pairs = [pair for pair in self._pairs if pair not in gone]
        if shown is not None and path in {shown.left, shown.right}:
            self._place = len(self._given)
        return count
