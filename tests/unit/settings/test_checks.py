import pytest

from album_organizer.domain.errors import UsageError
from album_organizer.settings.checks import (
    allowed_range,
    did_you_mean,
    known_fields,
    merged,
    validated,
)
from album_organizer.settings.schema import Settings


def test_known_fields_are_leaves_with_dots() -> None:
    keys = list(known_fields())
    assert "quality_assessment.weights.ava" in keys
    assert "quality_assessment.weights" not in keys
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("album.target_cuont", "album.target_count"),
        ("albun", "album"),
        ("target_count", "album.target_count"),
        ("grouping.target_count", "album.target_count"),
        ("quality_assesment.ava_checkpoint", "quality_assessment.ava_checkpoint"),
    ],
)
def test_nearest_key(key: str, nearest: str) -> None:
    assert did_you_mean(key) == f", did you mean {nearest!r}"


def test_nothing_is_near_nonsense() -> None:
    assert did_you_mean("zzzzzz") == ""


def test_every_setting_has_a_range_in_words() -> None:
    for key in known_fields():
        assert allowed_range(key)
    assert allowed_range("performance.workers") == "a whole number from 0 up to 256"


def test_merged_leaves_its_arguments_alone() -> None:
    values = {"album": {"target_count": 3}}
    assert merged(values, {"album.time_spread": 0.1, "scan.follow_symlinks": True}) == {
        "album": {"target_count": 3, "time_spread": 0.1},
        "scan": {"follow_symlinks": True},
    }
    assert values == {"album": {"target_count": 3}}


def test_everything_wrong_comes_in_one_message() -> None:
    with pytest.raises(UsageError) as unknown:
        validated({"albun": {}, "scan": {"speed": 3}}, "x.yaml")
    assert "'albun'" in str(unknown.value)
    assert "'scan.speed'" in str(unknown.value)
    with pytest.raises(UsageError) as bad:
        validated({"album": {"target_count": 0, "time_spread": 2.0}}, "x.yaml", lambda key: " (L)")
    assert "album.target_count (L) is 0" in str(bad.value)
    assert "album.time_spread (L) is 2.0" in str(bad.value)


@pytest.mark.parametrize("values", [{}, {"album": None}, {"quality_assessment": {"weights": None}}])
def test_empty_sections_are_defaults(values: dict[str, object]) -> None:
    assert validated(values, "x.yaml") == Settings()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "3"])
def test_no_silent_conversion(value: object) -> None:
    with pytest.raises(UsageError, match=r"grouping\.max_gap_s"):
        validated({"grouping": {"max_gap_s": value}}, "x.yaml")
