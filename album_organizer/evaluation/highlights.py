"""What to look at first in a comparison."""

from album_organizer.evaluation.results import PairChange, PhotoChange, VersionComparison


def moved_most(
    comparison: VersionComparison, count: int = 6
) -> tuple[tuple[PhotoChange, PhotoChange], ...]:
    """Photos that moved most in the album's order, in pairs.

    Args:
        comparison: Of two AVA versions.
        count: Pairs at most.

    Returns:
        ``(riser, faller)``, largest moves first: version b ranks the one higher than version a
        did, and the other lower. No content occurs twice.
    """
    by_content = {change.content_id: change for change in reversed(comparison.changes)}
    ordered = sorted(by_content.values(), key=lambda change: (-change.moved, change.content_id))
    risers = [change for change in ordered if change.moved > 0]
    fallers = [change for change in reversed(ordered) if change.moved < 0]
    return tuple(zip(risers[:count], fallers[:count], strict=False))


def flipped_most(comparison: VersionComparison, count: int = 6) -> tuple[PairChange, ...]:
    """Pairs on which two Siamese versions disagree, the most decided disagreements first.

    Args:
        comparison: Of two Siamese versions.
        count: Pairs at most.
    """
    flipped = [pair for pair in comparison.pairs if pair.flipped]
    flipped.sort(key=lambda pair: (-abs(pair.p_a - pair.p_b), pair.first_id, pair.second_id))
    return tuple(flipped[:count])
