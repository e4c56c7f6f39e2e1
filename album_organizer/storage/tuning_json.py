"""A folder's tuning as one line of JSON, which people and other programs may have changed."""

import json
import math
from dataclasses import asdict

from album_organizer.domain.scores import Weights
from album_organizer.domain.tuning import Tuning

_LARGEST = {
    "tie_threshold": 1.0,
    "close_call": 0.5,
    "time_spread": 1.0,
    "visual_spread": 1.0,
}
"""Upper ends of the shares; the lower one is 0."""
_MAX_COUNT = 100_000


def tuning_to_json(tuning: Tuning) -> str:
    """A tuning as one line of JSON."""
    return json.dumps(asdict(tuning))


def tuning_from_json(text: object) -> Tuning | None:
    """The tuning in a line of JSON, or None if it is none or one of its numbers is impossible."""
    try:
        values = json.loads(text) if isinstance(text, str) else None
        if not isinstance(values, dict):
            return None
        tuning = Tuning(weights=Weights(**values.pop("weights")), **values)
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return tuning if _is_possible(tuning) else None


def _is_possible(tuning: Tuning) -> bool:
    weights = tuple(asdict(tuning.weights).values())
    return (
        all(_is_share(weight, 1.0) for weight in weights)
        and math.isclose(sum(weights), 1.0, abs_tol=1e-6)
        and all(_is_share(getattr(tuning, name), top) for name, top in _LARGEST.items())
        and isinstance(tuning.count, int)
        and not isinstance(tuning.count, bool)
        and 1 <= tuning.count <= _MAX_COUNT
    )


def _is_share(value: object, largest: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0.0 <= value <= largest
