"""What the catalog hands out, and its form in the database."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import numpy as np

from album_organizer.domain.photo import CaptureInfo
from album_organizer.domain.scores import PhotoAnalysis, TechnicalQuality

_TWO_TO_64 = 1 << 64

_TECHNICAL = {field.name: field.name for field in fields(TechnicalQuality)} | {
    "overall": "technical"
}
"""Component of the technical quality -> its column."""

ANALYSIS_COLUMNS = (
    "width",
    "height",
    "capture",
    *_TECHNICAL.values(),
    "portrait",
    "perceptual_hash",
    "embedding",
)
"""The columns of ``analyses`` after its key."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What is known of a file of a photo folder.

    Attributes:
        size: Bytes when it was read.
        mtime_ns: Time of its last change when it was read.
        content_id: Of the photo in it, or None if it is not one.
        error: Why it is not one, as a sentence, or None.
    """

    size: int
    mtime_ns: int
    content_id: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class StoredAnalysis:
    """What is known of a photo's content, whichever file it lies in.

    Attributes:
        width: Pixels, upright.
        height: Pixels, upright.
        capture: How it was taken.
        analysis: What was measured on it.
    """

    width: int
    height: int
    capture: CaptureInfo
    analysis: PhotoAnalysis


def analysis_to_row(stored: StoredAnalysis) -> tuple[object, ...]:
    """The values of the :data:`ANALYSIS_COLUMNS`."""
    analysis, technical = stored.analysis, stored.analysis.technical
    return (
        stored.width,
        stored.height,
        _capture_to_json(stored.capture),
        *(getattr(technical, name) for name in _TECHNICAL),
        analysis.portrait,
        _signed(analysis.perceptual_hash),
        np.asarray(analysis.embedding, dtype="<f4").tobytes(),
    )


def analysis_from_row(row: Sequence[Any]) -> StoredAnalysis:
    """The inverse of :func:`analysis_to_row`."""
    width, height, capture, *technical, portrait, bits, embedding = row
    analysis = PhotoAnalysis(
        technical=TechnicalQuality(**dict(zip(_TECHNICAL, technical, strict=True))),
        portrait=portrait,
        perceptual_hash=bits % _TWO_TO_64,
        embedding=np.frombuffer(embedding, dtype="<f4").astype(np.float32),
    )
    return StoredAnalysis(width, height, _capture_from_json(capture), analysis)


def _signed(bits: int) -> int:
    """SQLite's integers are signed."""
    return bits - _TWO_TO_64 if bits >= _TWO_TO_64 // 2 else bits


def _capture_to_json(capture: CaptureInfo) -> str:
    known = {name: value for name, value in asdict(capture).items() if value is not None}
    if capture.taken_at is not None:
        known["taken_at"] = capture.taken_at.isoformat()
    return json.dumps(known)


def _capture_from_json(text: str) -> CaptureInfo:
    known = json.loads(text)
    if "taken_at" in known:
        known["taken_at"] = datetime.fromisoformat(known["taken_at"])
    return CaptureInfo(**known)
