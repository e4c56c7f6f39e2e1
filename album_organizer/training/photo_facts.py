"""Looks at every photo once before a training: can it be read, is it a copy, how sharp is it."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path

from album_organizer.domain.errors import PhotoError
from album_organizer.domain.job import Job
from album_organizer.imaging.decode import decode
from album_organizer.ml.technical import technical_quality
from album_organizer.settings.schema import Settings
from album_organizer.training.labels import PhotoFolder

STAGE = "Looking at the photos"

MAX_MEGAPIXELS = Settings().scan.max_megapixels

_SIDE = 512
"""Shorter side in pixels that a photo is decoded to; enough to measure its sharpness."""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What one look at a photo tells.

    Attributes:
        file: Absolute path.
        size: Bytes; with ``mtime_ns`` it tells a changed file.
        mtime_ns: Time of the last change in nanoseconds.
        content_id: Hash of the file's bytes; None where it cannot be read.
        sharpness: 0..1, see :mod:`album_organizer.ml.technical`.
        problem: Why it cannot be used, as a sentence, or None.
    """

    file: str
    size: int
    mtime_ns: int
    content_id: str | None
    sharpness: float
    problem: str | None


def look_at_photos(
    paths: Sequence[str],
    folder: PhotoFolder,
    known: dict[str, PhotoFacts],
    workers: int,
    job: Job = Job(),
) -> dict[str, PhotoFacts]:
    """Reads every photo once; those that are known and have not changed are not read again.

    Args:
        paths: As the labels name them.
        folder: Finds their files.
        known: From an earlier look; completed by this one, also if it is stopped.
        workers: Threads.
        job: Progress and cancel.

    Returns:
        By path, in the order of ``paths``.

    Raises:
        JobCancelled: If the job was asked to stop.
    """
    wanted = list(dict.fromkeys(paths))
    job.report(STAGE, 0, len(wanted))
    with ThreadPoolExecutor(workers, thread_name_prefix="look") as pool:
        looks = {pool.submit(_look, folder.find(path), known.get(path)): path for path in wanted}
        try:
            for done, look in enumerate(as_completed(looks), start=1):
                known[looks[look]] = look.result()
                job.report(STAGE, done, len(wanted))
        finally:
            pool.shutdown(cancel_futures=True)
    return {path: known[path] for path in wanted}


def facts_to_json(facts: Mapping[str, PhotoFacts]) -> str:
    """The file that remembers a look."""
    return json.dumps({path: asdict(one) for path, one in sorted(facts.items())}, indent=0) + "\n"


def facts_from_json(path: Path) -> dict[str, PhotoFacts]:
    """What an earlier look found; nothing where its file is missing or damaged."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {name: PhotoFacts(**one) for name, one in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _look(file: Path, known: PhotoFacts | None) -> PhotoFacts:
    try:
        stat = file.stat()
    except (OSError, ValueError):  # the latter for names that no file can have
        return PhotoFacts(str(file), 0, 0, None, 0.0, f"'{file.name}' was not found.")
    stamp = (str(file), stat.st_size, stat.st_mtime_ns)
    if known is not None and (known.file, known.size, known.mtime_ns) == stamp:
        return known
    try:
        decoded = decode(file, _SIDE, MAX_MEGAPIXELS)
    except PhotoError as error:
        return PhotoFacts(*stamp, None, 0.0, str(error))
    sharpness = round(technical_quality(decoded.image).sharpness, 6)
    return PhotoFacts(*stamp, decoded.content_id, sharpness, None)
