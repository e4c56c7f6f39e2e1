"""Numbers and facts in words, the same everywhere in the window."""

import math
from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from album_organizer.domain.job import Progress
from album_organizer.domain.photo import CaptureInfo, Photo
from album_organizer.i18n import tr, trn
from album_organizer.pipeline import shares


def time_left(seconds: float) -> str:
    """``about 12 s left``; coarser the longer it takes."""
    return tr("{duration} left").format(duration=duration(seconds))


def duration(seconds: float) -> str:
    """``about 12 s``; coarser the longer it is."""
    if seconds < 60:
        return tr("about {n} s").format(n=max(1, math.ceil(seconds)))
    if seconds < 3600:
        return tr("about {n} min").format(n=math.ceil(seconds / 60))
    return tr("about {n:.1f} h").format(n=seconds / 3600)


def progress_line(progress: Progress) -> str:
    """``Scoring 231 of 412, about 12 s left``."""
    if progress.total is None:
        return f"{progress.stage} …" if not progress.done else f"{progress.stage} {progress.done} …"
    line = tr("{stage} {done} of {total}").format(
        stage=progress.stage, done=progress.done, total=progress.total
    )
    if progress.left_s is not None and progress.done < progress.total:
        line += ", " + time_left(progress.left_s)
    return line


def photo_count(count: int) -> str:
    """``1 photo``, ``412 photos``."""
    return trn("{n:,} photo", "{n:,} photos", count).format(n=count)


def file_count(count: int) -> str:
    """``1 file``, ``2 files``."""
    return trn("{n:,} file", "{n:,} files", count).format(n=count)


def percent(share: float) -> str:
    """A share of 0..1 as a whole percentage."""
    return shares.percent(share)


def moment(taken_at: datetime) -> str:
    """``12 Jul 2026, 12:31:07`` with the month in the language in force."""
    day = QLocale().toString(QDate(taken_at.year, taken_at.month, taken_at.day), "d MMM yyyy")
    return f"{day}, {taken_at:%H:%M:%S}"


def capture_lines(photo: Photo) -> list[tuple[str, str]]:
    """What is known of the taking of a photo, as (label, text)."""
    capture = photo.capture
    lines = []
    if capture.taken_at is not None:
        lines.append((tr("Taken"), moment(capture.taken_at)))
    if capture.camera:
        lines.append((tr("Camera"), capture.camera))
    if capture.lens:
        lines.append((tr("Lens"), capture.lens))
    exposure = exposure_line(capture)
    if exposure:
        lines.append((tr("Exposure"), exposure))
    if capture.focal_mm:
        lines.append((tr("Focal length"), f"{capture.focal_mm:g} mm"))
    megapixels = photo.width * photo.height / 1e6
    size = f"{photo.width} × {photo.height}"
    if megapixels >= 1:
        size += f", {megapixels:.0f} MP"
    lines.append((tr("Size"), size))
    return lines


def exposure_line(capture: CaptureInfo) -> str:
    """``1/250 s, f/2.8, ISO 200``, as far as known."""
    parts = []
    if capture.exposure_s:
        seconds = capture.exposure_s
        parts.append(f"{seconds:g} s" if seconds >= 0.3 else f"1/{round(1 / seconds)} s")
    if capture.f_number:
        parts.append(f"f/{capture.f_number:g}")
    if capture.iso:
        parts.append(f"ISO {capture.iso:g}")
    return ", ".join(parts)
