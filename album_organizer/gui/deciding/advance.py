"""When the next photo comes by itself after a decision."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hand:
    """What the person holds down, or has locked, at the moment of a decision.

    Attributes:
        shift: The Shift key is held.
        caps_lock: Caps Lock is on.
    """

    shift: bool = False
    caps_lock: bool = False


def goes_on(hand: Hand, *, always: bool) -> bool:
    """Whether the next photo is shown after a decision, stars or a label.

    Args:
        hand: Shift or Caps Lock ask for it.
        always: The setting "always go on" asks for it.
    """
    return always or hand.shift or hand.caps_lock


def next_after(order: list[str], decided: list[str]) -> str | None:
    """The photo to show after some were decided.

    Args:
        order: The paths shown, in their order, or the candidates of a comparison.
        decided: Those decided, any order; paths that are not shown do not count.

    Returns:
        The first one after the last of the decided; None at the end, where one stays.
    """
    wanted = set(decided)
    last = max((place for place, path in enumerate(order) if path in wanted), default=None)
    if last is None or last + 1 >= len(order):
        return None
    return order[last + 1]
