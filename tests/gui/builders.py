"""Small hand-made albums for tests of single parts."""

from dataclasses import replace

from album_organizer.domain.album import GroupKind, Standing, UserDecision
from album_organizer.domain.marks import NO_MARKS, Marks
from album_organizer.domain.photo import Photo
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.pipeline.reranking import Reranker
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
    marks: Marks = NO_MARKS,
    missing: bool = False,
    camera: str | None = None,
) -> PhotoItem:
    """One item; unranked ones are still being scored."""
    scored = scored_photo(path, ava=ava, seconds=seconds, content_id=content_id)
    scored = replace(scored, photo=_taken_with(scored.photo, camera))
    kind = GroupKind.SINGLE if size == 1 else GroupKind.SIMILAR
    standing = Standing(group, rank, size, kind, proposed, tied)
    return PhotoItem(scored, standing if ranked else None, decision, marks, missing)


def lake() -> Reranker:
    """Two groups: a and b, nearly equal, of which b is preferred, and c behind; d alone."""
    photos = by_path(
        scored_photo("a.jpg", ava=6.0, seconds=0),
        scored_photo("b.jpg", ava=5.9, seconds=1),
        scored_photo("c.jpg", ava=3.0, seconds=2),
        scored_photo("sub/d.jpg", ava=5.0, seconds=900),
    )
    first = tuple(photos[path] for path in ("a.jpg", "b.jpg", "c.jpg"))
    clusters = [(first, GroupKind.SIMILAR), ((photos["sub/d.jpg"],), GroupKind.SINGLE)]
    return Reranker(photos, clusters, {("a.jpg", "b.jpg"): 0.29})


def _taken_with(photo: Photo, camera: str | None) -> Photo:
    return replace(photo, capture=replace(photo.capture, camera=camera))
