"""Who is proposed: groups, decisions, spread over time and looks."""

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.domain.album import GroupKind, PhotoGroup, UserDecision
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.domain.tuning import Tuning
from album_organizer.pipeline import selection
from album_organizer.pipeline.group_order import GroupArrays
from album_organizer.pipeline.photo_arrays import PhotoArrays
from album_organizer.pipeline.selection import PICKED, REJECTED, Selection
from album_organizer.settings.schema import AlbumSettings
from tests.support.albums import by_path, scene, scored_photo

NO_SPREAD = AlbumSettings(time_spread=0.0, visual_spread=0.0)
SPREAD = AlbumSettings()
PICK, REJECT = UserDecision.PICK, UserDecision.REJECT


def select_proposals(
    photos: Mapping[str, ScoredPhoto],
    groups: Sequence[PhotoGroup],
    decisions: Mapping[str, UserDecision],
    count: int,
    spread: AlbumSettings,
) -> Selection:
    """By paths, with the members of the groups ranked as they are listed."""
    arrays = PhotoArrays.of(photos)
    clusters = [(tuple(photos[path] for path in group.paths), group.kind) for group in groups]
    order = np.array([arrays.row_of[path] for group in groups for path in group.paths], np.intp)
    codes = np.zeros(len(photos), np.int8)
    for path, decision in decisions.items():
        codes[arrays.row_of[path]] = PICKED if decision is PICK else REJECTED
    tuning = Tuning(time_spread=spread.time_spread, visual_spread=spread.visual_spread, count=count)
    composites = arrays.composites(tuning.weights)
    found = selection.select_proposals(
        arrays, GroupArrays.of(clusters, arrays), order, composites, codes, tuning
    )
    proposed, candidates = (
        frozenset(arrays.paths[row] for row in np.flatnonzero(flags)) for flags in found
    )
    return Selection(proposed, candidates)


def singles(*photos: ScoredPhoto) -> list[PhotoGroup]:
    return [PhotoGroup(i, (p.photo.path,), GroupKind.SINGLE) for i, p in enumerate(photos, start=1)]


def test_without_spread_the_highest_scores_are_proposed() -> None:
    shots = [scored_photo(f"{ava}.jpg", ava=ava, look=ava) for ava in (3, 6, 5, 4)]
    chosen = select_proposals(by_path(*shots), singles(*shots), {}, 2, NO_SPREAD)
    assert chosen.proposed == {"6.jpg", "5.jpg"}
    assert len(chosen.candidates) == 4


def test_one_shot_stands_for_its_group() -> None:
    shots = [scored_photo(n, ava=a) for n, a in (("a.jpg", 6.0), ("b.jpg", 5.9), ("c.jpg", 3.0))]
    groups = [
        PhotoGroup(1, ("b.jpg", "a.jpg"), GroupKind.SIMILAR),
        PhotoGroup(2, ("c.jpg",), GroupKind.SINGLE),
    ]
    chosen = select_proposals(by_path(*shots), groups, {}, 3, SPREAD)
    assert chosen.proposed == {"b.jpg", "c.jpg"}


def test_after_a_rejection_the_next_shot_of_the_group_is_proposed() -> None:
    shots = [scored_photo("a.jpg"), scored_photo("b.jpg")]
    group = [PhotoGroup(1, ("a.jpg", "b.jpg"), GroupKind.SIMILAR)]
    chosen = select_proposals(by_path(*shots), group, {"a.jpg": REJECT}, 1, SPREAD)
    assert chosen.proposed == {"b.jpg"}


def test_a_picked_shot_stands_for_its_group_and_takes_a_place() -> None:
    shots = [scored_photo("a.jpg"), scored_photo("b.jpg"), scored_photo("c.jpg", look=3)]
    groups = [
        PhotoGroup(1, ("a.jpg", "b.jpg"), GroupKind.SIMILAR),
        PhotoGroup(2, ("c.jpg",), GroupKind.SINGLE),
    ]
    decisions = {"b.jpg": PICK}
    assert select_proposals(by_path(*shots), groups, decisions, 2, SPREAD).proposed == {"c.jpg"}
    assert select_proposals(by_path(*shots), groups, decisions, 1, SPREAD).proposed == frozenset()


def test_brackets_and_panoramas_are_not_thinned() -> None:
    shots = [scored_photo(f"{i}.jpg", look=i) for i in range(3)]
    for kind in (GroupKind.BRACKET, GroupKind.PANORAMA):
        group = [PhotoGroup(1, ("0.jpg", "1.jpg", "2.jpg"), kind)]
        chosen = select_proposals(by_path(*shots), group, {}, 3, SPREAD)
        assert chosen.proposed == {"0.jpg", "1.jpg", "2.jpg"}


def test_a_similar_picture_gives_way_to_a_different_one() -> None:
    beach = scored_photo("beach.jpg", ava=6.0, look=1, seconds=0)
    beach_again = scored_photo("beach_again.jpg", ava=5.9, look=1, seconds=86_400)
    town = scored_photo("town.jpg", ava=5.5, look=2, seconds=43_200)
    shots = (beach, beach_again, town)
    chosen = select_proposals(by_path(*shots), singles(*shots), {}, 2, SPREAD)
    assert chosen.proposed == {"beach.jpg", "town.jpg"}
    plain = select_proposals(by_path(*shots), singles(*shots), {}, 2, NO_SPREAD)
    assert plain.proposed == {"beach.jpg", "beach_again.jpg"}


def test_the_album_spreads_over_time() -> None:
    looks = [np.roll(np.eye(16, dtype=np.float32)[0], i) for i in range(3)]
    first = scored_photo("first.jpg", ava=6.0, look=looks[0], seconds=0)
    same_hour = scored_photo("hour.jpg", ava=5.9, look=looks[1], seconds=60)
    next_day = scored_photo("day.jpg", ava=5.5, look=looks[2], seconds=86_400)
    shots = (first, same_hour, next_day)
    chosen = select_proposals(by_path(*shots), singles(*shots), {}, 2, SPREAD)
    assert chosen.proposed == {"first.jpg", "day.jpg"}


def test_equal_photos_are_decided_by_content_not_by_name() -> None:
    shots = [
        scored_photo("a.jpg", look=1, content_id="2"),
        scored_photo("b.jpg", look=2, content_id="1"),
    ]
    assert select_proposals(by_path(*shots), singles(*shots), {}, 1, NO_SPREAD).proposed == {
        "b.jpg"
    }


decided = st.none() | st.sampled_from([PICK, REJECT])


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(1, 10), st.none() | st.floats(0, 1e6), decided), max_size=12),
    st.integers(1, 15),
)
def test_picks_stand_rejections_stay_out_and_the_count_is_kept(
    rows: list[tuple[float, float | None, UserDecision | None]], count: int
) -> None:
    shots = [
        scored_photo(f"{i:02}.jpg", ava=ava, seconds=seconds, look=scene(i % 4))
        for i, (ava, seconds, _) in enumerate(rows)
    ]
    decisions = {f"{i:02}.jpg": d for i, (_, _, d) in enumerate(rows) if d is not None}
    chosen = select_proposals(by_path(*shots), singles(*shots), decisions, count, SPREAD)
    picked = sum(d is PICK for d in decisions.values())
    undecided = len(shots) - len(decisions)
    assert not chosen.proposed & decisions.keys()
    assert chosen.proposed <= chosen.candidates
    assert len(chosen.proposed) == min(max(0, count - picked), undecided)
