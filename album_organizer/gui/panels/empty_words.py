"""Says why nothing is shown, and what to do about it."""

from dataclasses import dataclass
from enum import Enum, auto

from album_organizer.gui.item_models.photo_item import PhotoFilter
from album_organizer.gui.session_controller import SessionState
from album_organizer.gui.wording import file_count
from album_organizer.i18n import tr


class EmptyAction(Enum):
    """What the button does."""

    NONE = auto()
    SHOW_ALL = auto()
    SHOW_PROBLEMS = auto()
    OPEN_FOLDER = auto()
    SCAN_AGAIN = auto()


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """Heading, explanation, and the button if there is one."""

    heading: str
    why: str
    action: EmptyAction = EmptyAction.NONE
    button: str = ""


def explain_emptiness(
    state: SessionState, shown: PhotoFilter, photos: int, problems: int, failure: str
) -> EmptyWords:
    """Why no photo is shown.

    Args:
        state: What the window is doing.
        shown: The filter in force.
        photos: How many photos are known.
        problems: How many files could not be used.
        failure: Why the scan failed, if it did.
    """
    if state is SessionState.FAILED and not photos:
        return EmptyWords(
            tr("The folder was not scored"), failure, EmptyAction.SCAN_AGAIN, tr("Try again")
        )
    if shown is PhotoFilter.PROBLEMS:
        return EmptyWords(
            tr("No problems"),
            tr("Every file could be used so far."),
            EmptyAction.SHOW_ALL,
            tr("Show all photos"),
        )
    if photos:
        heading, why = _filter_words(state)[shown]
        return EmptyWords(heading, why, EmptyAction.SHOW_ALL, tr("Show all photos"))
    return _no_photos(state, problems)


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


def _filter_words(state: SessionState) -> dict[PhotoFilter, tuple[str, str]]:
    waiting = tr("Proposals follow when all photos are scored.")
    scoring = state is SessionState.SCORING
    return {
        PhotoFilter.ALL: (tr("No photos"), ""),
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
        PhotoFilter.PROBLEMS: ("", ""),
    }
