"""Shares in whole per cent that always add up to 100."""

from collections.abc import Sequence

WHOLE = 100


def whole_shares(parts: Sequence[float]) -> list[int]:
    """Rounds parts to shares of 100 by the largest remainders.

    Args:
        parts: 0 or more each; all 0 are taken for equal ones.
    """
    return _divided(parts, WHOLE)


def rebalanced(shares: Sequence[float], moved: int, share: int) -> list[int]:
    """Gives one part another share; the others keep their proportions in what is left.

    Args:
        shares: Before the move, 0 or more each.
        moved: Index of the part.
        share: Its new share, 0 to 100.
    """
    others = [part for i, part in enumerate(shares) if i != moved]
    rest = iter(_divided(others, WHOLE - share))
    return [share if i == moved else next(rest) for i in range(len(shares))]


def _divided(parts: Sequence[float], whole: int) -> list[int]:
    total = sum(parts)
    exact = [part * whole / total if total else whole / len(parts) for part in parts]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: whole - sum(shares)]:
        shares[i] += 1
    return shares
