"""Finds exposure brackets and panorama runs: shots that belong together and are not thinned."""

from collections.abc import Iterator, Sequence

import numpy as np

from album_organizer.domain.album import GroupKind
from album_organizer.domain.photo import CaptureInfo
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.settings.schema import Grouping

MIN_SERIES = 3
"""Shots that make a series; two are a second try."""

OVERLAP_FACTOR = 3.0
"""Up to this many times the embedding distance of near-identical shots, neighbours overlap."""

Series = tuple[tuple[int, ...], GroupKind]


def series_kinds(photos: Sequence[ScoredPhoto], settings: Grouping) -> list[Series]:
    """Finds series among photos in order of capture.

    A bracket is a run of one camera's shots in quick succession whose exposure compensations all
    differ. A panorama is a run with the same exposure, aperture, sensitivity and focal length in
    which neighbours show neither the same picture nor an unrelated one.

    Args:
        photos: In order of capture, unknown times last.
        settings: Time gaps and the embedding distance of near-identical shots.

    Returns:
        Index tuples into ``photos`` with the kind of the series; no index occurs twice.
    """
    found: list[Series] = []
    start = 0
    while start < len(photos):
        for kind, end in (
            (GroupKind.BRACKET, _bracket_end(photos, start, settings.bracket_gap_s)),
            (GroupKind.PANORAMA, _panorama_end(photos, start, settings)),
        ):
            if end - start >= MIN_SERIES:
                found.append((tuple(range(start, end)), kind))
                start = end
                break
        else:
            start += 1
    return found


def _bracket_end(photos: Sequence[ScoredPhoto], start: int, gap_s: float) -> int:
    biases: set[float] = set()
    end = start
    for index, capture in _run(photos, start, gap_s):
        bias = capture.exposure_bias_ev
        if bias is None or bias in biases:
            break
        biases.add(bias)
        end = index + 1
    return end


def _panorama_end(photos: Sequence[ScoredPhoto], start: int, settings: Grouping) -> int:
    first = _exposure(photos[start].photo.capture)
    end = start
    for index, capture in _run(photos, start, settings.panorama_gap_s):
        if None in first or _exposure(capture) != first:
            break
        if index > start:
            before, now = photos[index - 1].analysis.embedding, photos[index].analysis.embedding
            distance = 1.0 - float(np.dot(before, now))
            near = settings.max_embedding_distance
            if not near < distance <= near * OVERLAP_FACTOR:
                break
        end = index + 1
    return end


def _run(
    photos: Sequence[ScoredPhoto], start: int, gap_s: float
) -> Iterator[tuple[int, CaptureInfo]]:
    """The shots from ``start`` on, while one camera goes on without a pause."""
    previous = photos[start].photo.capture
    for index in range(start, len(photos)):
        capture = photos[index].photo.capture
        if capture.taken_at is None or previous.taken_at is None:
            return
        pause = (capture.taken_at - previous.taken_at).total_seconds()
        if pause > gap_s or capture.camera != previous.camera:
            return
        yield index, capture
        previous = capture


def _exposure(capture: CaptureInfo) -> tuple[float | None, ...]:
    return capture.exposure_s, capture.f_number, capture.iso, capture.focal_mm
