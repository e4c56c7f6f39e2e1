"""How the score of a photo adds up, in figures that can be checked by adding them."""

from collections.abc import Sequence
from dataclasses import dataclass

from album_organizer.domain.scores import AVA_MAX, AVA_MIN, NEUTRAL_PORTRAIT, ScoreCard, Weights


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion gives to the score.

    Attributes:
        key: ``ava``, ``technical`` or ``portrait``.
        weight: Its share of the score, 0..1.
        value: Of the photo, 0..1.
        points: ``weight * value``, 0..1.
        cents: The same in whole hundredths; those of all parts add up to those of the score.
    """

    key: str
    weight: float
    value: float
    points: float
    cents: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A score and its parts.

    Attributes:
        parts: Aesthetics, technical quality, faces.
        score: The composite, 0..1.
        cents: The score in whole hundredths.
    """

    parts: tuple[Part, ...]
    score: float
    cents: int

    @property
    def missing_cents(self) -> int:
        """What is missing to 1, in whole hundredths."""
        return 100 - self.cents


def break_down(card: ScoreCard, weights: Weights) -> Breakdown:
    """Takes a score apart.

    Args:
        card: Scores of the photo; the composite is computed anew from ``weights``.
        weights: Shares that add up to 1.
    """
    faces = NEUTRAL_PORTRAIT if card.portrait is None else card.portrait
    values = (
        ("ava", weights.ava, (card.ava - AVA_MIN) / (AVA_MAX - AVA_MIN)),
        ("technical", weights.technical, card.technical),
        ("portrait", weights.portrait, faces),
    )
    points = [weight * value for _, weight, value in values]
    score = min(max(sum(points), 0.0), 1.0)
    cents = round(100 * score)
    shared = _shared_out(points, cents)
    return Breakdown(
        tuple(
            Part(key, weight, value, point, cent)
            for (key, weight, value), point, cent in zip(values, points, shared, strict=True)
        ),
        score,
        cents,
    )


def _shared_out(points: Sequence[float], cents: int) -> list[int]:
    """Whole hundredths that add up to ``cents``, by largest remainders."""
    whole = [int(100 * point) for point in points]
    by_rest = sorted(range(len(points)), key=lambda n: whole[n] - 100 * points[n])
    for n in range(cents - sum(whole)):
        whole[by_rest[n % len(points)]] += 1
    return whole
