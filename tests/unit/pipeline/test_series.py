from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from album_organizer.domain.album import GroupKind
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.pipeline.series import MIN_SERIES, series_kinds
from album_organizer.settings.schema import Grouping
from tests.support.albums import scene, scored_photo

RULES = Grouping(max_embedding_distance=0.1, bracket_gap_s=2.0, panorama_gap_s=8.0)
EXPOSURE: dict[str, Any] = {"exposure_s": 0.01, "f_number": 8.0, "iso": 100, "focal_mm": 24.0}
BRACKET, PANORAMA = GroupKind.BRACKET, GroupKind.PANORAMA


def turned(angle: float) -> NDArray[np.float32]:
    one, other = scene(0), scene(1)
    other = other - one * float(one @ other)
    other /= np.linalg.norm(other)
    return (np.cos(angle) * one + np.sin(angle) * other).astype(np.float32)


def brackets(*biases: float | None, gap_s: float = 0.5, camera: str = "X") -> list[ScoredPhoto]:
    known: list[dict[str, Any]] = [{} if b is None else {"exposure_bias_ev": b} for b in biases]
    return [
        scored_photo(f"{i:02}.jpg", seconds=gap_s * i, camera=camera, **bias)
        for i, bias in enumerate(known)
    ]


def panorama(
    count: int,
    *,
    angle: float = 0.6,
    gap_s: float = 3.0,
    changes: dict[str, Any] | None = None,
) -> list[ScoredPhoto]:
    """Neighbours are ``1 - cos(angle)`` apart: 0.17 unless told."""
    return [
        scored_photo(
            f"{i:02}.jpg",
            seconds=gap_s * i,
            look=turned(angle * i),
            camera="X",
            **{**EXPOSURE, **(changes or {})},
        )
        for i in range(count)
    ]


def test_three_exposures_make_a_bracket() -> None:
    assert series_kinds(brackets(0, -2, 2), RULES) == [((0, 1, 2), BRACKET)]


def test_two_brackets_in_a_row_are_two() -> None:
    found = series_kinds(brackets(0, -2, 2, 0, -2, 2), RULES)
    assert found == [((0, 1, 2), BRACKET), ((3, 4, 5), BRACKET)]


def test_a_bracket_of_five_is_one() -> None:
    assert series_kinds(brackets(0, -1, 1, -2, 2), RULES) == [((0, 1, 2, 3, 4), BRACKET)]


@pytest.mark.parametrize(
    "shots",
    [
        brackets(0, -2),
        brackets(0, 0, 0),
        brackets(None, None, None),
        brackets(0, None, 2),
        brackets(0, -2, 2, gap_s=2.1),
        [],
    ],
    ids=["two", "same", "unknown", "one unknown", "too slow", "none"],
)
def test_what_is_no_bracket(shots: list[ScoredPhoto]) -> None:
    assert series_kinds(shots, RULES) == []


def test_the_gap_of_a_bracket_counts_between_neighbours() -> None:
    assert series_kinds(brackets(0, -2, 2, gap_s=2.0), RULES) == [((0, 1, 2), BRACKET)]


def test_another_camera_ends_a_series() -> None:
    mixed = [
        scored_photo(f"{i}.jpg", seconds=0.5 * i, camera=camera, exposure_bias_ev=float(i))
        for i, camera in enumerate("XXYXXX")
    ]
    assert series_kinds(mixed, RULES) == [((3, 4, 5), BRACKET)]


def test_cameras_without_a_name_are_taken_for_the_same() -> None:
    shots = [scored_photo(f"{i}", seconds=i, exposure_bias_ev=float(i)) for i in range(3)]
    assert series_kinds(shots, RULES) == [((0, 1, 2), BRACKET)]


def test_a_panorama_needs_one_exposure_and_overlap() -> None:
    assert series_kinds(panorama(4), RULES) == [((0, 1, 2, 3), PANORAMA)]
    assert series_kinds(panorama(4, angle=0.3), RULES) == []  # the same picture again
    assert series_kinds(panorama(4, angle=1.2), RULES) == []  # another picture
    assert series_kinds(panorama(4, gap_s=8.1), RULES) == []
    assert series_kinds(panorama(2), RULES) == []


@pytest.mark.parametrize("field", EXPOSURE)
def test_a_change_of_the_camera_ends_a_panorama(field: str) -> None:
    before, after = panorama(6), panorama(6, changes={field: 50})
    found = series_kinds([*before[:3], *after[3:]], RULES)
    assert found == [((0, 1, 2), PANORAMA), ((3, 4, 5), PANORAMA)]


@pytest.mark.parametrize("field", EXPOSURE)
def test_a_panorama_needs_everything_to_be_known(field: str) -> None:
    known = {name: value for name, value in EXPOSURE.items() if name != field}
    shots = [scored_photo(f"{i}", seconds=i, look=turned(0.6 * i), **known) for i in range(4)]
    assert series_kinds(shots, RULES) == []


def test_without_times_there_is_no_series() -> None:
    shots = [scored_photo(f"{i}", seconds=None, exposure_bias_ev=float(i)) for i in range(4)]
    assert series_kinds(shots, RULES) == []


def test_an_hour_that_the_clock_was_set_back_ends_a_bracket() -> None:
    bracket = brackets(0, -2, 2)
    set_back = [*bracket[:2], scored_photo("late", seconds=3600.5, exposure_bias_ev=2.0)]
    assert series_kinds(set_back, RULES) == []


@st.composite
def runs(draw: st.DrawFn) -> list[ScoredPhoto]:
    count = draw(st.integers(0, 14))
    seconds = sorted(draw(st.lists(st.integers(0, 40), min_size=count, max_size=count)))
    return [
        scored_photo(
            f"{i:02}",
            seconds=float(s),
            look=turned(draw(st.sampled_from([0.0, 0.6, 1.2]))),
            camera=draw(st.sampled_from(["X", "Y"])),
            exposure_bias_ev=draw(st.sampled_from([-1.0, 0.0, 1.0])),
            **EXPOSURE,
        )
        for i, s in enumerate(seconds)
    ]


@settings(max_examples=80)
@given(runs())
def test_series_are_runs_that_never_overlap(shots: list[ScoredPhoto]) -> None:
    found = series_kinds(shots, RULES)
    used = [i for indices, _ in found for i in indices]
    assert used == sorted(set(used))
    for indices, kind in found:
        assert len(indices) >= MIN_SERIES
        assert list(indices) == list(range(indices[0], indices[-1] + 1))
        captures = [shots[i].photo.capture for i in indices]
        assert len({c.camera for c in captures}) == 1
        times = [c.taken_at for c in captures if c.taken_at is not None]
        gap_s = RULES.bracket_gap_s if kind is BRACKET else RULES.panorama_gap_s
        pauses = [(b - a).total_seconds() for a, b in pairwise(times)]
        assert len(times) == len(indices)
        assert all(0 <= pause <= gap_s for pause in pauses)
        if kind is BRACKET:
            assert len({c.exposure_bias_ev for c in captures}) == len(captures)
