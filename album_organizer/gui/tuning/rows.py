"""The sliders of the panel with their words."""

from album_organizer.gui.icons import Icons
from album_organizer.gui.tuning.slider_row import SliderRow
from album_organizer.gui.wording import percent
from album_organizer.i18n import tr

TIE_STEPS = 2
"""Steps of the tie threshold in one per cent of the score."""

_WIDEST_TIE = 20 * TIE_STEPS


def weight_rows(icons: Icons) -> tuple[SliderRow, ...]:
    """AVA, technical quality and faces, in whole per cent."""
    together = tr("The three together are 100%: more of one leaves less for the others.")
    return tuple(
        SliderRow(icons, name, f"{meaning} {together}", _per_cent, largest=100)
        for name, meaning in (
            (tr("Beauty (AVA)"), tr("How much beauty counts, as the AVA model sees it.")),
            (tr("Technical"), tr("How much sharpness, light and noise count.")),
            (
                tr("Faces"),
                tr("How much good faces count. A photo without faces is in the middle."),
            ),
        )
    )


def tie_row(icons: Icons) -> SliderRow:
    """The tie threshold, in half per cent of the score."""
    return SliderRow(
        icons,
        tr("Compare shots"),
        tr(
            "Shots of a group whose scores lie this close to the best one are compared directly. "
            "More lets the comparison decide more often."
        ),
        lambda steps: tr("within {n:g}%").format(n=steps / TIE_STEPS),
        largest=_WIDEST_TIE,
    )


def time_row(icons: Icons) -> SliderRow:
    """The penalty for closeness in time, in whole per cent."""
    return SliderRow(
        icons,
        tr("Variety in time"),
        tr(
            "More spreads the album over the day: photos taken close to one that is in "
            "give way to others."
        ),
        _per_cent,
        largest=100,
    )


def looks_row(icons: Icons) -> SliderRow:
    """The penalty for likeness, in whole per cent."""
    return SliderRow(
        icons,
        tr("Variety in looks"),
        tr(
            "More brings different pictures: photos that look like one that is in "
            "give way to others."
        ),
        _per_cent,
        largest=100,
    )


def _per_cent(share: int) -> str:
    return percent(share / 100)
