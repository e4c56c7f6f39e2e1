"""Photos whose cards hold the composites of one ranking, made only when they are looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from album_organizer.domain.scores import ScoredPhoto
from album_organizer.pipeline.photo_arrays import Floats


class WeighedPhotos(Mapping[str, ScoredPhoto]):
    """Photos by path.

    Args:
        photos: By path, with any composite.
        row_of: Row by path.
        composites: By row, 0..1.
    """

    def __init__(
        self, photos: Mapping[str, ScoredPhoto], row_of: Mapping[str, int], composites: Floats
    ) -> None:
        self._photos = photos
        self._row_of = row_of
        self._composites = composites

    def __getitem__(self, path: str) -> ScoredPhoto:
        photo = self._photos[path]
        composite = float(self._composites[self._row_of[path]])
        if photo.card.composite == composite:
            return photo
        return replace(photo, card=replace(photo.card, composite=composite))

    def __iter__(self) -> Iterator[str]:
        return iter(self._photos)

    def __len__(self) -> int:
        return len(self._photos)
