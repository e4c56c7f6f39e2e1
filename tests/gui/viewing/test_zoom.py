"""Zooming and panning as plain numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.gui.viewing.zoom import FIT, MAX_FIT, MAX_SCALE, STEP, Frame, Zoom, ZoomMode

sides = st.tuples(st.integers(1, 8000), st.integers(1, 8000))
frames = st.builds(
    Frame, view=st.tuples(st.integers(50, 4000), st.integers(50, 4000)), picture=sides
)
shares = st.floats(0, 1)
zooms = st.builds(Zoom, st.sampled_from(ZoomMode), times_fit=st.floats(1, 200), x=shares, y=shares)
VIEW = (1000, 600)


@given(frames, zooms)
def test_no_ground_shows_beside_a_picture_larger_than_the_view(frame: Frame, zoom: Zoom) -> None:
    left, top, width, height = frame.target(zoom)
    for start, length, view in ((left, width, frame.view[0]), (top, height, frame.view[1])):
        if length > view:
            assert start <= 1e-6
            assert start + length >= view - 1e-6
        else:
            assert start == pytest.approx(view - start - length, abs=1e-6)


@given(frames)
def test_fit_shows_all_and_enlarges_small_ones_a_little(frame: Frame) -> None:
    _, _, width, height = frame.target(FIT)
    assert width <= frame.view[0] + 1e-6
    assert height <= frame.view[1] + 1e-6
    assert width <= MAX_FIT * frame.picture[0] + 1e-6
    touches = width >= frame.view[0] - 1e-6 or height >= frame.view[1] - 1e-6
    assert touches or frame.fit == MAX_FIT
    assert not frame.overflows(FIT)


@given(frames)
def test_fill_covers_the_view_as_far_as_enlarging_goes(frame: Frame) -> None:
    _, _, width, height = frame.target(Zoom(ZoomMode.FILL))
    if frame.fill < MAX_SCALE:
        assert width >= frame.view[0] - 1e-6
        assert height >= frame.view[1] - 1e-6
    assert frame.fill <= MAX_SCALE


@given(frames, zooms, shares, shares, st.floats(0.01, 40))
def test_the_place_under_the_pointer_stays_unless_an_edge_stops_it(
    frame: Frame, zoom: Zoom, x: float, y: float, scale: float
) -> None:
    point = (x * frame.view[0], y * frame.view[1])
    before = frame.place_at(zoom, *point)
    after = frame.scaled_at(zoom, *point, scale)
    target = frame.target(after)
    for axis in (0, 1):
        start, length, view = target[axis], target[axis + 2], frame.view[axis]
        drawn_at = start + before[axis] * length
        if length > view and start < -1e-3 and start + length > view + 1e-3:
            assert drawn_at == pytest.approx(point[axis], abs=0.01)


@given(frames, zooms, st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_dragging_too_far_and_back_moves_at_once(
    frame: Frame, zoom: Zoom, x: float, y: float
) -> None:
    moved = frame.panned(zoom, x, y)
    left, top, width, height = frame.target(moved)
    assert frame.view[0] / 2 - left == pytest.approx(moved.x * width, abs=0.01)
    assert frame.view[1] / 2 - top == pytest.approx(moved.y * height, abs=0.01)
    assert frame.scale(moved) == frame.scale(zoom)
    assert 0 <= moved.x <= 1
    assert 0 <= moved.y <= 1


@given(frames, zooms, st.floats(0.001, 100))
def test_scale_keeps_its_limits(frame: Frame, zoom: Zoom, scale: float) -> None:
    reached = frame.scale(frame.scaled_at(zoom, 10, 10, scale))
    least = min(frame.fit, frame.scale(zoom))
    assert least * (1 - 1e-9) <= reached <= MAX_SCALE * (1 + 1e-9)


@given(frames)
def test_steps_lead_from_fit_over_actual_size_to_the_largest_and_back(frame: Frame) -> None:
    zoom, seen = FIT, []
    for _ in range(60):
        seen.append(frame.scale(zoom))
        zoom = frame.stepped_at(zoom, 20, 20, STEP)
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(MAX_SCALE)
    assert 1.0 in seen or frame.fit > 1.0
    for _ in range(60):
        zoom = frame.stepped_at(zoom, 20, 20, 1 / STEP)
    assert zoom.mode is ZoomMode.FIT


@given(shares, shares)
def test_one_zoom_shows_the_same_part_of_photos_of_other_sizes(x: float, y: float) -> None:
    zoom = Zoom(ZoomMode.FREE, 3.0, x, y)
    large = Frame(VIEW, (6000, 4000)).target(zoom)
    small = Frame(VIEW, (3000, 2000)).target(zoom)
    assert large == pytest.approx(small)


def test_actual_size_at_a_point() -> None:
    frame = Frame(VIEW, (6000, 4000))
    left, top, width, height = frame.target(FIT)
    point = (left + 0.25 * width, top + 0.75 * height)
    zoom = frame.mode_at(FIT, *point, ZoomMode.ACTUAL)
    assert frame.scale(zoom) == 1.0
    assert frame.place_at(zoom, *point) == pytest.approx((0.25, 0.75))
    assert frame.overflows(zoom)


def test_steps_stop_at_actual_size() -> None:
    frame = Frame(VIEW, (6000, 4000))
    zoom = Zoom(ZoomMode.FREE, 0.9 / frame.fit)
    assert frame.stepped_at(zoom, 0, 0, STEP).mode is ZoomMode.ACTUAL
    zoom = Zoom(ZoomMode.FREE, 1.1 / frame.fit)
    assert frame.stepped_at(zoom, 0, 0, 1 / STEP).mode is ZoomMode.ACTUAL


def test_actual_size_of_a_small_picture_is_smaller_than_fit_and_not_left_downwards() -> None:
    frame = Frame(VIEW, (500, 200))
    assert frame.scale(FIT) == 2.0
    actual = frame.mode_at(FIT, 500, 300, ZoomMode.ACTUAL)
    assert frame.scale(actual) == 1.0
    assert frame.stepped_at(actual, 500, 300, 1 / STEP) == actual
    assert frame.stepped_at(actual, 500, 300, STEP).mode is ZoomMode.FIT
    assert frame.stepped_at(FIT, 500, 300, 1 / STEP) == FIT
