from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from album_organizer.domain.album import GroupKind
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.pipeline.grouping import Cluster, group_photos
from album_organizer.settings.schema import Grouping
from tests.support.albums import scene, scored_photo

RULES = Grouping(max_gap_s=20.0, max_embedding_distance=0.1, max_hash_distance=16)


def paths(groups: list[Cluster]) -> list[list[str]]:
    return [[p.photo.path for p in members] for members, _ in groups]


def turned(angle: float) -> NDArray[np.float32]:
    """A look that turns away from the scene of seed 0 as the angle (radians) grows."""
    one, other = scene(0), scene(1)
    other = other - one * float(one @ other)
    other /= np.linalg.norm(other)
    return (np.cos(angle) * one + np.sin(angle) * other).astype(np.float32)


def test_shots_of_one_moment_make_one_group() -> None:
    burst = [scored_photo(f"{i}.jpg", seconds=i) for i in range(4)]
    later = scored_photo("later.jpg", seconds=3600)
    assert paths(group_photos([later, *burst], RULES)) == [
        ["0.jpg", "1.jpg", "2.jpg", "3.jpg"],
        ["later.jpg"],
    ]


def test_kinds_tell_groups_from_single_shots() -> None:
    shots = [scored_photo("a.jpg"), scored_photo("b.jpg"), scored_photo("c.jpg", look=5)]
    kinds = {members[0].photo.path: kind for members, kind in group_photos(shots, RULES)}
    assert kinds == {"a.jpg": GroupKind.SIMILAR, "c.jpg": GroupKind.SINGLE}


def test_different_pictures_of_one_moment_stay_apart() -> None:
    assert len(group_photos([scored_photo("a.jpg"), scored_photo("b.jpg", look=7)], RULES)) == 2


def test_a_slow_pan_is_not_chained_into_one_group() -> None:
    # Neighbours are near (cosine distance 0.08), the first and the last are not (0.69).
    pan = [scored_photo(f"{i}.jpg", seconds=i, look=turned(0.4 * i)) for i in range(4)]
    groups = group_photos(pan, RULES)
    assert len(groups) == 2
    for members, _ in groups:
        looks = [p.analysis.embedding for p in members]
        assert all(
            1 - float(a @ b) <= 2 * RULES.max_embedding_distance for a in looks for b in looks
        )


def test_the_time_gap_counts_between_the_farthest_members() -> None:
    shots = [scored_photo(f"{i}.jpg", seconds=15.0 * i) for i in range(3)]
    assert sorted(len(members) for members, _ in group_photos(shots, RULES)) == [1, 2]


def test_without_capture_times_only_very_similar_shots_are_grouped() -> None:
    alike = [scored_photo(f"{i}.jpg", seconds=None, look=turned(0.2 * i)) for i in range(2)]
    similar = [scored_photo(f"{i}.jpg", seconds=None, look=turned(0.5 * i)) for i in range(2)]
    assert len(group_photos(alike, RULES)) == 1
    assert len(group_photos(similar, RULES)) == 2


def test_a_copy_without_exif_joins_its_original() -> None:
    shots = [scored_photo("a.jpg"), scored_photo("copy.jpg", seconds=None)]
    assert paths(group_photos(shots, RULES)) == [["a.jpg", "copy.jpg"]]


def test_an_exposure_bracket_is_labelled() -> None:
    bracket = [
        scored_photo(f"{i}.jpg", seconds=0.5 * i, exposure_bias_ev=ev, camera="X")
        for i, ev in enumerate((0.0, -2.0, 2.0))
    ]
    single = scored_photo("after.jpg", seconds=60, exposure_bias_ev=0.0, camera="X")
    groups = group_photos([single, *bracket], RULES)
    assert [kind for _, kind in groups] == [GroupKind.BRACKET, GroupKind.SINGLE]
    assert paths(groups)[0] == ["0.jpg", "1.jpg", "2.jpg"]


def test_a_burst_with_one_exposure_is_no_bracket() -> None:
    burst = [
        scored_photo(f"{i}.jpg", seconds=0.5 * i, exposure_bias_ev=-1.0, camera="X")
        for i in range(5)
    ]
    assert [kind for _, kind in group_photos(burst, RULES)] == [GroupKind.SIMILAR]


def test_a_panorama_run_is_labelled() -> None:
    same = {"camera": "X", "exposure_s": 0.01, "f_number": 8.0, "iso": 100, "focal_mm": 24.0}
    run = [
        scored_photo(f"{i}.jpg", seconds=3.0 * i, look=turned(0.6 * i), **same)  # type: ignore[arg-type]
        for i in range(4)
    ]
    assert [kind for _, kind in group_photos(run, RULES)] == [GroupKind.PANORAMA]


def test_no_photos_make_no_groups() -> None:
    assert group_photos([], RULES) == []


@st.composite
def albums(draw: st.DrawFn) -> list[ScoredPhoto]:
    count = draw(st.integers(1, 14))
    return [
        scored_photo(
            f"{i:02}.jpg",
            seconds=draw(st.none() | st.integers(0, 60).map(float)),
            look=turned(draw(st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0, 2.0]))),
            bits=draw(st.sampled_from([0, 0b1, 0xFF, 0xFFFFFF, 2**64 - 1])),
            content_id=draw(st.sampled_from([None, "same"])),
        )
        for i in range(count)
    ]


@settings(max_examples=60)
@given(albums(), st.randoms(use_true_random=False))
def test_every_photo_is_in_exactly_one_group_and_the_order_of_files_changes_nothing(
    photos: list[ScoredPhoto], random: Random
) -> None:
    groups = group_photos(photos, RULES)
    assert sorted(p for members in paths(groups) for p in members) == sorted(
        p.photo.path for p in photos
    )
    shuffled = list(photos)
    random.shuffle(shuffled)
    assert paths(group_photos(shuffled, RULES)) == paths(groups)


@settings(max_examples=60)
@given(albums())
def test_members_with_known_times_all_lie_within_the_gap(photos: list[ScoredPhoto]) -> None:
    for members, _ in group_photos(photos, RULES):
        times = [t for p in members if (t := p.photo.capture.taken_at) is not None]
        if times:
            assert (max(times) - min(times)).total_seconds() <= RULES.max_gap_s


@pytest.mark.parametrize("count", [3000])
def test_thousands_of_photos_need_no_square_matrix(count: int) -> None:
    shots = [scored_photo(f"{i}.jpg", seconds=1000.0 * (i // 3), look=i // 3) for i in range(count)]
    assert len(group_photos(shots, RULES)) == count // 3
