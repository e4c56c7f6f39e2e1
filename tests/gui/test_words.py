from datetime import datetime

import pytest

from album_organizer.domain.job import Progress
from album_organizer.domain.photo import CaptureInfo, Photo
from album_organizer.gui.wording import (
    capture_lines,
    exposure_line,
    file_count,
    percent,
    photo_count,
    progress_line,
    time_left,
)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "about 1 s left"),
        (11.2, "about 12 s left"),
        (61, "about 2 min left"),
        (5400, "about 1.5 h left"),
    ],
)
def test_time_left_is_coarser_the_longer_it_takes(seconds: float, text: str) -> None:
    assert time_left(seconds) == text


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (Progress("Scoring", 231, 412, 11.5), "Scoring 231 of 412, about 12 s left"),
        (Progress("Scoring", 412, 412, 0.0), "Scoring 412 of 412"),
        (Progress("Scoring", 0, 412, None), "Scoring 0 of 412"),
        (Progress("Looking for photos", 80, None, None), "Looking for photos 80 …"),
        (Progress("Loading the models", 0, None, None), "Loading the models …"),
    ],
)
def test_progress_in_words(progress: Progress, text: str) -> None:
    assert progress_line(progress) == text


def test_counts_and_shares() -> None:
    assert (photo_count(1), photo_count(0), photo_count(12345)) == (
        "1 photo", "0 photos", "12,345 photos",
    )  # fmt: skip
    assert (file_count(1), file_count(2)) == ("1 file", "2 files")
    assert percent(0.714) == "71%"


def test_everything_known_of_the_taking() -> None:
    capture = CaptureInfo(
        datetime(2026, 7, 12, 12, 31, 7), "Fuji X-T5", "XF35", 1 / 250, 2.8, 200, 35.0, None
    )
    lines = dict(capture_lines(Photo("a.jpg", "id", 6000, 4000, capture)))
    assert lines == {
        "Taken": "12 Jul 2026, 12:31:07",
        "Camera": "Fuji X-T5",
        "Lens": "XF35",
        "Exposure": "1/250 s, f/2.8, ISO 200",
        "Focal length": "35 mm",
        "Size": "6000 × 4000, 24 MP",
    }


def test_only_the_size_is_always_known() -> None:
    assert capture_lines(Photo("a.jpg", "id", 320, 200)) == [("Size", "320 × 200")]
    assert exposure_line(CaptureInfo(exposure_s=2.0)) == "2 s"
    assert exposure_line(CaptureInfo(exposure_s=0.0)) == ""
