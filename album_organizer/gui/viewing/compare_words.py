"""What is said below two photos that are compared."""

from album_organizer.domain.album import Comparison
from album_organizer.domain.scores import TechnicalQuality
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.wording import percent
from album_organizer.i18n import tr
from album_organizer.pipeline.reasons import difference

_ROUNDING = 1e-9


def pair_sentence(a: PhotoItem, b: PhotoItem, comparison: Comparison | None, tuning: Tuning) -> str:
    """Which of two photos is ahead, and by what.

    Args:
        a: The one photo.
        b: The other.
        comparison: The comparison of the two, in either order, if there was one.
        tuning: The limits in force.
    """
    ahead = abs(a.score - b.score)
    if ahead > tuning.tie_threshold + _ROUNDING:
        better = a if a.score > b.score else b
        return tr("{name} has the higher score, by {difference:.2f}").format(
            name=better.name, difference=abs(difference(a.score, b.score))
        )
    limit = percent(tuning.tie_threshold)
    if comparison is None:
        return tr("Within {limit} of each other, not compared").format(limit=limit)
    p_a = comparison.p_a if comparison.a == a.path else 1.0 - comparison.p_a
    if abs(p_a - 0.5) < tuning.close_call:
        return tr("Within {limit}: too close to call for the comparison, too").format(limit=limit)
    preferred, probability = (a, p_a) if p_a > 0.5 else (b, 1.0 - p_a)
    return tr("Within {limit}: the comparison prefers {name}, {probability}").format(
        limit=limit, name=preferred.name, probability=percent(probability)
    )


def light(quality: TechnicalQuality) -> float:
    """How good the light is, 0..1: as good as its weakest part."""
    return min(quality.highlights, quality.shadows, quality.brightness)
