"""Which photos are compared, and which comes next. Paths only, no Qt."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

MAX_SIDES = 6


@dataclass(frozen=True, slots=True)
class CompareSet:
    """Photos side by side.

    Attributes:
        shown: Their paths; of two, the first is the one that stays and the second the candidate.
        candidates: Paths through which the second of two can step, those shown included.
    """

    shown: tuple[str, ...]
    candidates: tuple[str, ...]

    def stepped(self, by: int) -> "CompareSet":
        """With another candidate on the second side; the last one stays at the end.

        More than two photos have no candidate: nothing changes.
        """
        if len(self.shown) != 2:
            return self
        keeps, candidate = self.shown
        others = [path for path in self.candidates if path != keeps]
        if not others:
            return self
        place = others.index(candidate) + by if candidate in others else 0
        return replace(self, shown=(keeps, others[min(max(place, 0), len(others) - 1)]))

    def swapped(self, place: int) -> "CompareSet":
        """The photo at a place changes places with the first; the first with the second."""
        if len(self.shown) < 2:
            return self
        shown, other = list(self.shown), place or 1
        shown[0], shown[other] = shown[other], shown[0]
        return replace(self, shown=tuple(shown))

    def placed(self, place: int, path: str) -> "CompareSet":
        """With a photo at a place; of two, always on the second side.

        A photo that is shown already stays where it is.
        """
        if path in self.shown:
            return self
        shown = list(self.shown)
        shown[1 if len(shown) == 2 else place] = path
        return replace(self, shown=tuple(shown))

    def without(self, path: str) -> "CompareSet":
        """With one photo less."""
        return replace(self, shown=tuple(p for p in self.shown if p != path))

    def only(self, known: Collection[str]) -> "CompareSet":
        """Without the photos that are not in the folder any more."""
        return CompareSet(
            tuple(path for path in self.shown if path in known),
            tuple(path for path in self.candidates if path in known),
        )


def choose(
    selected: Sequence[str], current: str, group: Sequence[str], shown: Sequence[str]
) -> CompareSet:
    """What is compared when a person asks for it.

    Two to six selected photos stand side by side. More are walked through in pairs. With only one,
    the two best of its group are compared, the current one among them; and without a group the
    photo and its neighbour.

    Args:
        selected: Paths in the order shown.
        current: The current photo.
        group: The photos of its group, best first, itself included.
        shown: All photos in the order shown.

    Returns:
        One photo only where the folder has no second one.
    """
    if len(selected) > MAX_SIDES:
        return CompareSet(tuple(selected[:2]), tuple(selected))
    if len(selected) > 2:
        return CompareSet(tuple(selected), tuple(selected))
    if len(selected) == 2:
        together = set(selected) <= set(group) and len(group) > 2
        return CompareSet(tuple(selected), tuple(group if together else shown))
    if len(group) > 1:
        rival = next(path for path in group if path != current)
        best_first = tuple(path for path in group if path in {current, rival})
        return CompareSet(best_first, tuple(group))
    place = shown.index(current) if current in shown else 0
    neighbour = shown[place + 1 : place + 2] or shown[max(0, place - 1) : place]
    return CompareSet((current, *neighbour), tuple(shown))
