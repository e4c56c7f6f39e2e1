"""Says in short sentences why a photo is where it is."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from album_organizer.domain.album import GroupKind, PhotoGroup, UserDecision
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.pipeline.craft import faults_of, praise_of
from album_organizer.pipeline.selection import NOT_THINNED, Selection
from album_organizer.pipeline.tie_break import TieBreak, TieOutcome

_SERIES_NAMES = {GroupKind.BRACKET: "Exposure bracket", GroupKind.PANORAMA: "Panorama run"}


def reasons_for(
    path: str,
    group: PhotoGroup,
    photos: Mapping[str, ScoredPhoto],
    tie: TieBreak,
    selection: Selection,
    decision: UserDecision | None,
) -> tuple[str, ...]:
    """Explains one photo.

    Args:
        path: The photo.
        group: Its group, ranked.
        photos: All photos by path.
        tie: How the ties of the group were broken.
        selection: What is proposed.
        decision: What the person said of it.

    Returns:
        The sentences, most important first.
    """
    reasons: list[str] = []
    if decision is not None:
        reasons.append("Picked by you" if decision is UserDecision.PICK else "Rejected by you")
    reasons.extend(_place_in_group(path, group, photos, tie))
    card = photos[path].card
    reasons.append(f"AVA {card.ava:.1f}")
    reasons.extend(_craft(path, group, photos))
    if decision is None:
        reasons.append(_place_in_album(path, selection))
    return tuple(reasons)


def _place_in_group(
    path: str, group: PhotoGroup, photos: Mapping[str, ScoredPhoto], tie: TieBreak
) -> list[str]:
    size = len(group.paths)
    if size == 1:
        return ["The only shot of its kind"]
    if group.kind in NOT_THINNED:
        return [f"{_SERIES_NAMES[group.kind]} of {size}, kept together"]
    rank = group.paths.index(path) + 1
    reasons = [f"Best of {size}" if rank == 1 else f"Number {rank} of {size}"]
    if path in tie.order and len(tie.order) > 1:
        reasons.append(_tie_sentence(path, photos, tie))
    elif rank > 1:
        behind = photos[group.best].card.composite - photos[path].card.composite
        reasons.append(f"{behind:.2f} behind {_name(group.best)}")
    return reasons


def _tie_sentence(path: str, photos: Mapping[str, ScoredPhoto], tie: TieBreak) -> str:
    composite = photos[path].card.composite
    others = [other for other in tie.order if other != path]
    ahead = composite - max(photos[other].card.composite for other in others)
    margin = _margin(ahead)
    if tie.outcome is TieOutcome.TOO_CLOSE:
        return f"{margin}; too close to call, the score decides"
    win = round(100 * tie.mean_win[path])
    average = " on average" if len(others) > 1 else ""
    if path in tie.cyclic:
        return f"{margin}; the comparisons contradict each other ({win}%{average})"
    if path == tie.order[0]:
        word = "and" if ahead >= 0 else "but"
        return f"{margin} {word} preferred by the comparison, {win}%{average}"
    word = "but" if ahead >= 0 else "and"
    return f"{margin}, {word} the comparison prefers {_name(tie.order[0])}"


def _margin(ahead: float) -> str:
    if abs(ahead) < 0.005:
        return "Level in score"
    return f"{abs(ahead):.2f} {'ahead' if ahead > 0 else 'behind'}"


def _craft(path: str, group: PhotoGroup, photos: Mapping[str, ScoredPhoto]) -> list[str]:
    technical = photos[path].analysis.technical
    faults = faults_of(technical)
    if len(group.paths) == 1 or group.kind is not GroupKind.SIMILAR:
        return faults
    others = [photos[other].analysis.technical for other in group.paths if other != path]
    return praise_of(technical, others) + faults


def _place_in_album(path: str, selection: Selection) -> str:
    if path in selection.proposed:
        return f"One of {len(selection.proposed)} proposed from {len(selection.candidates)}"
    if path in selection.candidates:
        return "Not proposed: others score higher or add more variety"
    return "Not proposed: another shot stands for this group"


def _name(path: str) -> str:
    return PurePosixPath(path).name
