"""Says why a photo is where it is: a few words for a chip, and the same in full."""

import math
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from album_organizer.domain.album import GroupKind, PhotoGroup, UserDecision
from album_organizer.domain.reason import Reason, ReasonKind
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.i18n import number, tr, trn
from album_organizer.pipeline.craft import faults_of, praise_of
from album_organizer.pipeline.selection import NOT_THINNED, Selection
from album_organizer.pipeline.shares import chance
from album_organizer.pipeline.tie_break import TieBreak, TieOutcome

ENOUGH_PHOTOS: Final = 20
"""From so many photos on a place among them is told in per cent; one photo is 5% of them."""

TOP: Final = 50
"""The best so many per cent are told on the chip; of the others that would be no praise."""


def reasons_for(
    path: str,
    group: PhotoGroup,
    photos: Mapping[str, ScoredPhoto],
    tie: TieBreak,
    selection: Selection,
    decision: UserDecision | None,
    ava_rank: float | None = None,
) -> tuple[Reason, ...]:
    """Explains one photo.

    Args:
        path: The photo.
        group: Its group, ranked.
        photos: All photos by path.
        tie: How the ties of the group were broken.
        selection: What is proposed.
        decision: What the person said of it.
        ava_rank: Share of ``photos`` with a higher AVA score, 0..1; None if not known.

    Returns:
        The reasons, most important first.
    """
    reasons: list[Reason] = []
    if decision is not None:
        said = tr("Picked by you") if decision is UserDecision.PICK else tr("Rejected by you")
        reasons.append(Reason(ReasonKind.DECISION, said, said))
    reasons.extend(_place_in_group(path, group, photos, tie))
    reasons.append(_aesthetics(photos[path].card.ava, ava_rank, len(photos)))
    reasons.extend(_craft(path, group, photos))
    if decision is None:
        reasons.append(_place_in_album(path, selection))
    return tuple(reasons)


def _place_in_group(
    path: str, group: PhotoGroup, photos: Mapping[str, ScoredPhoto], tie: TieBreak
) -> list[Reason]:
    size = len(group.paths)
    if size == 1:
        return [_of_group(tr("Only shot"), tr("The only shot of its kind"))]
    if group.kind in NOT_THINNED:
        return [_series(group.kind, size)]
    rank = group.paths.index(path) + 1
    if rank == 1:
        best = tr("Best of {n}").format(n=size)
        reasons = [_of_group(best, best)]
    else:
        reasons = [
            _of_group(
                tr("No. {rank} of {n}").format(rank=rank, n=size),
                tr("Number {rank} of {n}").format(rank=rank, n=size),
            )
        ]
    if path in tie.order and len(tie.order) > 1:
        reasons.append(_tie(path, photos, tie))
    elif rank > 1:
        reasons.append(_distance(photos[group.best], photos[path]))
    return reasons


def difference(a: float, b: float) -> float:
    """How far a score is ahead of another, by the two decimals that are shown of both."""
    return round(round(a, 2) - round(b, 2), 2)


def _of_group(chip: str, sentence: str) -> Reason:
    return Reason(ReasonKind.GROUP, chip, sentence)


def _series(kind: GroupKind, size: int) -> Reason:
    if kind is GroupKind.BRACKET:
        return _of_group(
            tr("Bracket of {n}").format(n=size),
            tr("Exposure bracket of {n}, kept together").format(n=size),
        )
    return _of_group(
        tr("Panorama of {n}").format(n=size),
        tr("Panorama run of {n}, kept together").format(n=size),
    )


def _distance(best: ScoredPhoto, photo: ScoredPhoto) -> Reason:
    behind = difference(best.card.composite, photo.card.composite)
    name = _name(best.photo.path)
    if behind <= 0:
        return _of_group(
            tr("Level in score"), tr("Level in score with {name}, the best").format(name=name)
        )
    return _of_group(
        tr("{d:.2f} behind").format(d=behind),
        tr("Score {d:.2f} behind {name}").format(d=behind, name=name),
    )


def _tie(path: str, photos: Mapping[str, ScoredPhoto], tie: TieBreak) -> Reason:
    """The sentences stand in full, so that they can be translated as a whole."""
    others = [other for other in tie.order if other != path]
    best_other = max(photos[other].card.composite for other in others)
    ahead = difference(photos[path].card.composite, best_other)
    margin = _margin(ahead)
    if tie.outcome is TieOutcome.TOO_CLOSE:
        return _compared(
            tr("Too close to call"),
            tr("{margin}; too close to call, the score decides").format(margin=margin),
        )
    win = chance(tie.mean_win[path])
    if len(others) > 1:
        win = tr("{share} on average").format(share=win)
    if path in tie.cyclic:
        sentence = tr("{margin}; the comparisons contradict each other ({win})")
        return _compared(tr("No clear winner"), sentence.format(margin=margin, win=win))
    if path == tie.order[0]:
        sentence = (
            tr("{margin} and preferred by the comparison, {win}")
            if ahead >= 0
            else tr("{margin} but preferred by the comparison, {win}")
        )
        chip = tr("Preferred {share}").format(share=chance(tie.mean_win[path]))
        return _compared(chip, sentence.format(margin=margin, win=win))
    sentence = (
        tr("{margin}, but the comparison prefers {name}")
        if ahead >= 0
        else tr("{margin}, and the comparison prefers {name}")
    )
    return _compared(
        tr("Another preferred"), sentence.format(margin=margin, name=_name(tie.order[0]))
    )


def _compared(chip: str, sentence: str) -> Reason:
    return Reason(ReasonKind.COMPARISON, chip, sentence)


def _margin(ahead: float) -> str:
    if not ahead:
        return tr("Level in score")
    if ahead > 0:
        return tr("{d:.2f} ahead").format(d=ahead)
    return tr("{d:.2f} behind").format(d=-ahead)


def _aesthetics(ava: float, ava_rank: float | None, count: int) -> Reason:
    score = tr("AVA {score:.1f}").format(score=ava)
    if ava_rank is None:
        return Reason(ReasonKind.AESTHETICS, score, score)
    if count < ENOUGH_PHOTOS:
        sentence = tr("{score} on a scale of 1 to 10").format(score=score)
        return Reason(ReasonKind.AESTHETICS, score, sentence)
    ahead = round(ava_rank * count)
    # Rounded against the photo: "top 8%" must be true of it.
    top = math.ceil(100 * (ahead + 1) / count)
    if top <= TOP:
        chip = tr("{score}, top {n}%").format(score=score, n=top)
        sentence = tr("{score} on a scale of 1 to 10, among the best {n}% of {count} photos")
        return Reason(
            ReasonKind.AESTHETICS,
            chip,
            sentence.format(score=score, n=top, count=number(count, ",")),
        )
    sentence = trn(
        "{score} on a scale of 1 to 10; {n} of {count} photos has more",
        "{score} on a scale of 1 to 10; {n} of {count} photos have more",
        ahead,
    )
    return Reason(
        ReasonKind.AESTHETICS,
        score,
        sentence.format(score=score, n=number(ahead, ","), count=number(count, ",")),
    )


def _craft(path: str, group: PhotoGroup, photos: Mapping[str, ScoredPhoto]) -> list[Reason]:
    technical = photos[path].analysis.technical
    faults = faults_of(technical)
    if len(group.paths) == 1 or group.kind is not GroupKind.SIMILAR:
        return faults
    others = [photos[other].analysis.technical for other in group.paths if other != path]
    return praise_of(technical, others) + faults


def _place_in_album(path: str, selection: Selection) -> Reason:
    if path in selection.proposed:
        sentence = tr("One of {n} proposed from {count}").format(
            n=len(selection.proposed), count=len(selection.candidates)
        )
        return Reason(ReasonKind.ALBUM, tr("Proposed"), sentence)
    if path in selection.candidates:
        sentence = tr("Not proposed: others score higher or add more variety")
    else:
        sentence = tr("Not proposed: another shot stands for this group")
    return Reason(ReasonKind.ALBUM, tr("Not proposed"), sentence)


def _name(path: str) -> str:
    return PurePosixPath(path).name
