"""Says why nothing is shown, and what to do about it."""

from dataclasses import dataclass
from enum import Enum, auto

from album_organizer.gui.filtering.criteria import Criteria, Criterion
from album_organizer.gui.filtering.facets import Facets
from album_organizer.gui.filtering.words import Part, describe
from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.session_state import SessionState
from album_organizer.gui.wording import file_count
from album_organizer.i18n import tr, trn

_LENGTH = 48
"""Letters of a filter that are shown on a button."""


class EmptyAction(Enum):
    """What the button does."""

    NONE = auto()
    SHOW_ALL = auto()
    REMOVE_FILTER = auto()
    SHOW_PROBLEMS = auto()
    OPEN_FOLDER = auto()
    SCAN_AGAIN = auto()


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """Heading, explanation, and the button if there is one.

    Attributes:
        heading: A few words.
        why: A sentence or two.
        action: What the button does.
        button: Its text.
        remove: The criterion that ``REMOVE_FILTER`` takes away.
    """

    heading: str
    why: str
    action: EmptyAction = EmptyAction.NONE
    button: str = ""
    remove: Criterion | None = None


def explain_emptiness(
    state: SessionState, criteria: Criteria, facets: Facets, problems: int, failure: str
) -> EmptyWords:
    """Why no photo is shown.

    Args:
        state: What the window is doing.
        criteria: In force.
        facets: The counts under these criteria.
        problems: How many files could not be used.
        failure: Why the scan failed, if it did.
    """
    if state is SessionState.FAILED and not facets.total:
        return EmptyWords(
            tr("The folder was not scored"), failure, EmptyAction.SCAN_AGAIN, tr("Try again")
        )
    if criteria.show is PhotoFilter.PROBLEMS:
        heading, why = tr("No problems"), tr("Every file could be used so far.")
        if len(criteria.active) == 1:
            return EmptyWords(heading, why, EmptyAction.SHOW_ALL, tr("Show all photos"))
        return EmptyWords(
            heading, why, EmptyAction.REMOVE_FILTER, tr("Show photos"), Criterion.SHOW
        )
    if facets.total:
        return _filtered(state, criteria, facets)
    return _no_photos(state, problems)


def _filtered(state: SessionState, criteria: Criteria, facets: Facets) -> EmptyWords:
    parts = describe(criteria)
    # What matches nothing by itself is to blame, whatever else is wanted.
    hopeless = [part for part in parts if not facets.alone.get(part.criterion, 0)]
    if len(parts) == 1 or hopeless:
        part = (hopeless or parts)[0]
        heading, why = _alone_words(state, criteria, part)
        if len(parts) == 1:
            return EmptyWords(heading, why, EmptyAction.SHOW_ALL, tr("Show all photos"))
        return _remove(heading, why, part)
    heading = tr("No photo meets all filters")
    best = max(parts, key=lambda part: facets.restored.get(part.criterion, 0), default=None)
    count = 0 if best is None else facets.restored.get(best.criterion, 0)
    if best is None or not count:
        return EmptyWords(
            heading,
            tr("More than one of them stands in the way."),
            EmptyAction.SHOW_ALL,
            tr("Clear all filters"),
        )
    # Translators: {filter} is for example "4 stars or more" or "Camera: X-T5".
    why = trn(
        "Without the filter “{filter}” there is {n:,} photo.",
        "Without the filter “{filter}” there are {n:,} photos.",
        count,
    ).format(filter=_bare(best), n=count)
    return _remove(heading, why, best)


def _remove(heading: str, why: str, part: Part) -> EmptyWords:
    button = tr("Remove the filter “{filter}”").format(filter=_bare(part))
    return EmptyWords(heading, why, EmptyAction.REMOVE_FILTER, button, part.criterion)


def _alone_words(state: SessionState, criteria: Criteria, part: Part) -> tuple[str, str]:
    """Heading and explanation for a criterion that no photo meets."""
    if part.criterion is Criterion.SHOW:
        return _standing_words(state)[criteria.show]
    if part.criterion is Criterion.TEXT:
        return (
            tr("Nothing found for “{text}”").format(text=_bare(part)),
            tr("Every word must occur in the name, folder, camera, lens or exposure of a photo."),
        )
    return (
        tr("No photo meets the filter “{filter}”").format(filter=_bare(part)),
        tr("Take it away to see the photos of this folder."),
    )


def _bare(part: Part) -> str:
    """The words without quotation marks of their own, short enough for a button."""
    text = part.words.strip('“”„«»"') if part.criterion is Criterion.TEXT else part.words
    return text if len(text) <= _LENGTH else text[: _LENGTH - 1].rstrip() + "…"


def _no_photos(state: SessionState, problems: int) -> EmptyWords:
    if state in {SessionState.SCORING, SessionState.STARTING}:
        return EmptyWords(tr("One moment"), tr("Photos appear here as soon as they are scored."))
    if state is SessionState.STOPPED:
        return EmptyWords(
            tr("Stopped"),
            tr("Scoring was stopped before the first photo was ready."),
            EmptyAction.SCAN_AGAIN,
            tr("Go on"),
        )
    if problems:
        return EmptyWords(
            tr("No photo could be used"),
            tr("{files} in this folder could not be read.").format(files=file_count(problems)),
            EmptyAction.SHOW_PROBLEMS,
            tr("Show problems"),
        )
    return EmptyWords(
        tr("No photos here"),
        tr(
            "This folder and its subfolders hold no photos. "
            "JPEG, PNG, WebP, TIFF, HEIC and AVIF files are read."
        ),
        EmptyAction.OPEN_FOLDER,
        tr("Open another folder…"),
    )


def _standing_words(state: SessionState) -> dict[PhotoFilter, tuple[str, str]]:
    waiting = tr("Proposals follow when all photos are scored.")
    scoring = state is SessionState.SCORING
    return {
        PhotoFilter.ALBUM: (
            tr("The album is empty"),
            waiting if scoring else tr("Select a photo and press P to pick it."),
        ),
        PhotoFilter.PROPOSED: (
            tr("Nothing is proposed"),
            waiting if scoring else tr("Your own picks fill the album, or every photo is decided."),
        ),
        PhotoFilter.PICKED: (
            tr("Nothing is picked"),
            tr("Select a photo and press P: your picks come first in the album."),
        ),
        PhotoFilter.REJECTED: (
            tr("Nothing is rejected"),
            tr("Select a photo and press X: it stays out of the album. The file is not touched."),
        ),
        PhotoFilter.UNDECIDED: (
            tr("Everything is decided"),
            tr("You picked or rejected every photo."),
        ),
        PhotoFilter.TIES: (
            tr("No ties"),
            tr("Ties are found when all photos are scored.")
            if scoring
            else tr("No group has shots that score nearly alike."),
        ),
    }
