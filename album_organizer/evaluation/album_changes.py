"""What changes in an album when another version judges it."""

from album_organizer.domain.album import Album, GroupKind, PhotoGroup
from album_organizer.evaluation.results import WinnerFlip


def contested_groups(album: Album) -> list[PhotoGroup]:
    """Groups with a winner: similar shots, at least two of them different files.

    Brackets and panoramas are left out: their members are needed together.
    """
    return [
        group
        for group in album.groups
        if group.kind is GroupKind.SIMILAR
        and len({album.photos[path].photo.content_id for path in group.paths}) > 1
    ]


def winner_flips(before: Album, after: Album) -> tuple[WinnerFlip, ...]:
    """Groups whose best shot changes, by id; one copy of a file for another is no change.

    Args:
        before: Proposed with version a.
        after: The same photos, proposed with version b; groups do not depend on the version.
    """
    flips = []
    second = {group.id: group for group in after.groups}
    for group in contested_groups(before):
        best, other = group.best, second[group.id].best
        if before.photos[best].photo.content_id != before.photos[other].photo.content_id:
            flips.append(WinnerFlip(group.id, tuple(sorted(group.paths)), best, other))
    return tuple(flips)


def entering(before: Album, after: Album) -> tuple[str, ...]:
    """Photos that are in the album ``after`` and not in ``before``, in path order."""
    return tuple(
        sorted(p for p, pick in after.picks.items() if pick.picked and not before.picks[p].picked)
    )
