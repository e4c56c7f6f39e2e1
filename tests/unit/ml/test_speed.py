"""Speeds are measured in turns, on all workers, with full batches."""

import itertools
import threading
from collections.abc import Callable, Sequence

import pytest
from PIL import Image

from album_organizer.ml import speed
from album_organizer.ml.speed import MAX_ROUNDS, measure_speed

PICTURES = [Image.new("RGB", (4, 4), (shade, 0, 0)) for shade in range(3)]


class FakeClock:
    """A clock that only moves when somebody works."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    clock = FakeClock()
    monkeypatch.setattr(speed, "time", clock)
    return clock


class Recorder:
    """Notes what it was called with; each call takes some time of the fake clock."""

    def __init__(
        self, clock: FakeClock, seconds: Callable[[], float], log: list[str], name: str
    ) -> None:
        self.sizes: list[int] = []
        self.seen: set[bytes] = set()
        self._clock, self._seconds, self._log, self._name = clock, seconds, log, name

    def __call__(self, batch: Sequence[Image.Image]) -> None:
        self._log.append(self._name)
        self.sizes.append(len(batch))
        self.seen |= {picture.tobytes() for picture in batch}
        self._clock.now += self._seconds()


def test_a_speed_is_photos_by_seconds(clock: FakeClock) -> None:
    judge = Recorder(clock, lambda: 0.02, [], "a")

    assert measure_speed([judge], PICTURES, workers=1) == [pytest.approx(400.0)]

    assert judge.sizes == [1] + [8] * MAX_ROUNDS
    assert judge.seen == {picture.tobytes() for picture in PICTURES}


def test_judges_take_turns_and_keep_their_order(clock: FakeClock) -> None:
    log: list[str] = []
    slow, quick = Recorder(clock, lambda: 0.04, log, "s"), Recorder(clock, lambda: 0.01, log, "q")

    speeds = measure_speed([slow, quick], PICTURES, workers=1, batch_size=4)

    assert speeds == [pytest.approx(100.0), pytest.approx(400.0)]
    assert log == ["s", "q"] * (1 + MAX_ROUNDS)


def test_one_slow_round_does_not_count(clock: FakeClock) -> None:
    seconds = itertools.chain([0.01, 0.5], itertools.repeat(0.01))

    [photos] = measure_speed([Recorder(clock, lambda: next(seconds), [], "a")], PICTURES, 1, 1)

    assert photos == pytest.approx(100.0)


def test_slow_judges_get_one_round_each(clock: FakeClock) -> None:
    slow, other = (Recorder(clock, lambda: 60.0, [], name) for name in "ab")

    speeds = measure_speed([slow, other], PICTURES, workers=1)

    assert speeds == [pytest.approx(8 / 60)] * 2
    assert slow.sizes == other.sizes == [1, 8]


def test_all_workers_work_at_once() -> None:
    together = threading.Barrier(3, timeout=30)

    # Each call waits until three threads are in it.
    [photos] = measure_speed([lambda _: together.wait()], PICTURES, workers=3)

    assert photos > 0


def test_a_judge_that_does_nothing_has_a_speed(clock: FakeClock) -> None:
    [photos] = measure_speed([len], PICTURES, workers=2)

    assert 0 < photos < float("inf")


def test_what_a_judge_raises_comes_out() -> None:
    def broken(_: Sequence[Image.Image]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        measure_speed([broken], PICTURES, workers=2)


def test_no_pictures_are_an_error() -> None:
    with pytest.raises(ValueError, match="at least one picture"):
        measure_speed([len], [], workers=1)
