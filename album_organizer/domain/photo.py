"""Photos, and the files that turned out not to be one."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CaptureInfo:
    """How a photo was taken, as far as its EXIF data tells.

    Attributes:
        taken_at: Local capture time without time zone, with fractions of a second if known.
        camera: Make and model, for example ``"Canon EOS 40D"``.
        lens: Lens model.
        exposure_s: Exposure time in seconds.
        f_number: Aperture, for example 2.8.
        iso: ISO sensitivity.
        focal_mm: Focal length in millimetres.
        exposure_bias_ev: Exposure compensation in EV, the mark of an exposure bracket.
    """

    taken_at: datetime | None = None
    camera: str | None = None
    lens: str | None = None
    exposure_s: float | None = None
    f_number: float | None = None
    iso: int | None = None
    focal_mm: float | None = None
    exposure_bias_ev: float | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A file that decodes.

    Attributes:
        path: POSIX path relative to the album folder.
        content_id: Hexadecimal hash of the file's bytes; survives renames and moves.
        width: Pixels, after the EXIF orientation was applied.
        height: Pixels, after the EXIF orientation was applied.
        capture: How it was taken.
    """

    path: str
    content_id: str
    width: int
    height: int
    capture: CaptureInfo = field(default_factory=CaptureInfo)


@dataclass(frozen=True, slots=True)
class PhotoProblem:
    """A file that does not decode, with one sentence that says why and what to do.

    Attributes:
        path: POSIX path relative to the album folder.
        error: The sentence.
    """

    path: str
    error: str
