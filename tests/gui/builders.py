"""Small hand-made albums for tests of single parts."""

from album_organizer.domain.album import (
    Album,
    Comparison,
    GroupKind,
    ModelInfo,
    PhotoGroup,
    Pick,
    UserDecision,
)
from album_organizer.domain.photo import PhotoProblem
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.gui.item_models.photo_item import PhotoItem
from tests.support.albums import by_path, scored_photo


def item(
    path: str = "a.jpg",
    *,
    ava: float = 5.0,
    seconds: float | None = 0.0,
    group: int = 1,
    rank: int = 1,
    size: int = 1,
    proposed: bool = False,
    tied: bool = False,
    decision: UserDecision | None = None,
    ranked: bool = True,
    content_id: str | None = None,
) -> PhotoItem:
    """One item; unranked ones are still being scored."""
    scored = scored_photo(path, ava=ava, seconds=seconds, content_id=content_id)
    pick = Pick(path, group, rank, proposed, decision, tied, ("Best of its kind",))
    kind = GroupKind.SINGLE if size == 1 else GroupKind.SIMILAR
    return PhotoItem(scored, pick if ranked else None, decision, size, kind)


def album() -> Album:
    """Two groups: a (best), b tied with it, c behind; d alone. One problem."""
    photos: dict[str, ScoredPhoto] = by_path(
        scored_photo("a.jpg", ava=6.0, seconds=0),
        scored_photo("b.jpg", ava=5.9, seconds=1),
        scored_photo("c.jpg", ava=3.0, seconds=2),
        scored_photo("sub/d.jpg", ava=5.0, seconds=900),
    )
    groups = (
        PhotoGroup(1, ("a.jpg", "b.jpg", "c.jpg"), GroupKind.SIMILAR),
        PhotoGroup(2, ("sub/d.jpg",), GroupKind.SINGLE),
    )
    picks = {
        "a.jpg": Pick("a.jpg", 1, 1, True, None, True, ("Best of 3", "AVA 6.0")),
        "b.jpg": Pick("b.jpg", 1, 2, False, None, True, ("Number 2 of 3",)),
        "c.jpg": Pick("c.jpg", 1, 3, False, None, False, ("Number 3 of 3",)),
        "sub/d.jpg": Pick("sub/d.jpg", 2, 1, True, None, False, ("The only shot of its kind",)),
    }
    return Album(
        folder="/photos/Lake",
        models={"ava": ModelInfo("ava", "v1", "0" * 64, "models/a.pt")},
        photos=photos,
        groups=groups,
        comparisons=(Comparison("a.jpg", "b.jpg", 0.71),),
        picks=picks,
        problems=(PhotoProblem("x.jpg", "'x.jpg' is empty (0 bytes)."),),
    )
