"""The composite on its whole scale, with every set of weights that the settings allow."""

import dataclasses
import math
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.domain import errors
from album_organizer.domain.album import GroupKind, UserDecision
from album_organizer.domain.errors import AlbumError
from album_organizer.domain.job import Job, Progress
from album_organizer.domain.photo import CaptureInfo, Photo, PhotoProblem
from album_organizer.domain.scores import NEUTRAL_PORTRAIT, Weights, composite_score

avas = st.floats(1, 10)
shares = st.floats(0, 1)
portraits = st.none() | shares


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    cuts = sorted(draw(st.tuples(shares, shares)))
    return Weights(cuts[0], cuts[1] - cuts[0], 1.0 - cuts[1])


@given(avas, shares, portraits, weights())
def test_every_weighing_stays_between_its_lowest_and_highest_part(
    ava: float, technical: float, portrait: float | None, chosen: Weights
) -> None:
    parts = [(ava - 1) / 9, technical, NEUTRAL_PORTRAIT if portrait is None else portrait]
    composite = composite_score(ava, technical, portrait, chosen)
    assert min(parts) - 1e-9 <= composite <= max(parts) + 1e-9
    assert math.isfinite(composite)


@given(weights())
def test_the_ends_of_the_scale_are_reached(chosen: Weights) -> None:
    assert composite_score(1.0, 0.0, 0.0, chosen) == 0.0
    assert composite_score(10.0, 1.0, 1.0, chosen) == pytest.approx(1.0)


@given(avas, shares, shares, shares, shares, weights())
def test_better_craft_and_faces_never_lower_the_composite(
    ava: float, one: float, other: float, face: float, more: float, chosen: Weights
) -> None:
    low, high = sorted((one, other))
    worse, better = sorted((face, more))
    assert composite_score(ava, low, worse, chosen) <= composite_score(ava, high, better, chosen)


@given(shares, portraits)
def test_half_of_the_score_is_the_aesthetic_one(technical: float, portrait: float | None) -> None:
    ends = [composite_score(ava, technical, portrait) for ava in (1.0, 10.0)]
    assert ends[1] - ends[0] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (GroupKind.SINGLE, "single"),
        (GroupKind.SIMILAR, "similar"),
        (GroupKind.BRACKET, "bracket"),
        (GroupKind.PANORAMA, "panorama"),
        (UserDecision.PICK, "pick"),
        (UserDecision.REJECT, "reject"),
    ],
)
def test_words_in_files_and_catalog_never_change(kind: GroupKind | UserDecision, text: str) -> None:
    assert kind == text
    assert f"{kind}" == text


def test_every_expected_error_is_a_sentence_with_its_own_code() -> None:
    kinds = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, AlbumError)
    ]
    assert len(kinds) == 7
    for kind in kinds:
        error = kind("One sentence.")
        assert str(error) == "One sentence."
        assert 1 <= error.exit_code <= 4
    assert not issubclass(errors.JobCancelled, AlbumError)


def test_photos_are_values() -> None:
    one = Photo("a.jpg", "c1", 4, 3, CaptureInfo(iso=100))
    assert one == Photo("a.jpg", "c1", 4, 3, CaptureInfo(iso=100))
    assert len({one, Photo("a.jpg", "c1", 4, 3, CaptureInfo(iso=100)), Photo("b", "c1", 4, 3)}) == 2
    assert Photo("b", "c1", 4, 3).capture == CaptureInfo()
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.path = "b.jpg"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        PhotoProblem("a", "It is empty.").error = ""  # type: ignore[misc]


class TestJobInThreads:
    def test_reports_of_many_threads_all_arrive(self) -> None:
        heard: list[Progress] = []
        job = Job(heard.append)

        def work(first: int) -> None:
            for done in range(first, first + 50):
                job.report("Scoring", done, 200)

        threads = [threading.Thread(target=work, args=(50 * i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(p.done for p in heard) == list(range(200))
        assert all(p.left_s is None or np.isfinite(p.left_s) for p in heard)

    def test_a_listener_may_cancel_what_it_listens_to(self) -> None:
        heard: list[int] = []

        def listen(progress: Progress) -> None:
            heard.append(progress.done)
            if progress.done == 2:
                job.cancel()

        def work() -> None:
            for done in range(10):
                job.report("Scoring", done, 10)

        job = Job(listen)
        with pytest.raises(errors.JobCancelled):
            work()
        assert heard == [0, 1, 2]

    def test_a_finished_stage_has_nothing_left(self) -> None:
        heard: list[Progress] = []
        job = Job(heard.append)
        job.report("Scoring", 0, 4)
        job.report("Scoring", 4, 4)
        assert heard[-1].left_s == 0.0

    def test_work_that_does_not_advance_promises_nothing(self) -> None:
        heard: list[Progress] = []
        job = Job(heard.append)
        for _ in range(3):
            job.report("Scoring", 2, 4)
        assert [p.left_s for p in heard] == [None, None, None]
