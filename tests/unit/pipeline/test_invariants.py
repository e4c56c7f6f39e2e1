"""What holds for every album, whatever is in it: groups, ties and proposal together."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from album_organizer.domain.album import Album, GroupKind, UserDecision
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.export.report import album_to_dict, to_json
from album_organizer.pipeline.grouping import group_photos
from album_organizer.pipeline.ranking import pairs_to_compare, propose_album, rank_groups, weigh
from album_organizer.settings.checks import with_values
from album_organizer.settings.schema import Settings
from tests.support.albums import by_path, scored_photo

SETTINGS = Settings()
Decisions = dict[str, UserDecision]


def win(a: ScoredPhoto, b: ScoredPhoto) -> float:
    """A made-up judge that knows pictures by content only; no order, often contradictory."""
    one, other = sorted((a.photo.content_id, b.photo.content_id))
    p = (sum(map(ord, one)) * 31 + sum(map(ord, other)) * 17) % 101 / 100
    return p if a.photo.content_id == one else 1.0 - p


def proposed(
    photos: dict[str, ScoredPhoto],
    decisions: Decisions,
    count: int,
    chosen: Settings = SETTINGS,
) -> Album:
    weighed = weigh(photos, chosen)
    clusters = group_photos(list(weighed.values()), chosen.grouping)
    pairs = pairs_to_compare(clusters, chosen)
    answers = {(a, b): win(photos[a], photos[b]) for a, b in pairs}
    ranking = rank_groups(clusters, answers, chosen)
    album = Album("/photos", {}, weighed, (), (), {}, ())
    return propose_album(album, ranking, decisions, count, chosen)


@st.composite
def albums(draw: st.DrawFn) -> tuple[dict[str, ScoredPhoto], Decisions]:
    photos, decisions = [], {}
    for i in range(draw(st.integers(1, 12))):
        path = f"{i:02}.jpg"
        photos.append(
            scored_photo(
                path,
                ava=draw(st.sampled_from([1.0, 4.9, 5.0, 5.3, 10.0])),
                technical=draw(st.sampled_from([0.0, 0.5, 1.0])),
                portrait=draw(st.sampled_from([None, 0.0, 0.9])),
                seconds=draw(st.none() | st.sampled_from([0.0, 1.0, 2.0, 30.0, 9000.0])),
                look=draw(st.sampled_from([1, 2, 3])),
                exposure_bias_ev=draw(st.sampled_from([-2.0, 0.0, 2.0])),
                content_id=draw(st.sampled_from([f"id-{i}", "copy"])),
            )
        )
        decision = draw(st.sampled_from([None, None, None, *UserDecision]))
        if decision is not None:
            decisions[path] = decision
    return by_path(*photos), decisions


counts = st.integers(1, 15)


@settings(max_examples=80)
@given(albums(), counts)
def test_every_photo_has_one_place_and_every_decision_stands(
    made: tuple[dict[str, ScoredPhoto], Decisions], count: int
) -> None:
    photos, decisions = made
    album = proposed(photos, decisions, count)
    assert list(album.picks) == list(photos)
    assert sorted(path for group in album.groups for path in group.paths) == list(photos)
    for path, pick in album.picks.items():
        if path in decisions:
            assert pick.picked == (decisions[path] is UserDecision.PICK)
            assert not pick.proposed
        assert album.groups[pick.group - 1].paths[pick.rank - 1] == path
    chosen = sum(pick.picked for pick in album.picks.values())
    assert chosen <= max(count, list(decisions.values()).count(UserDecision.PICK))
    for group in album.groups:
        if group.kind is GroupKind.SIMILAR:
            places = sum(album.picks[path].proposed for path in group.paths)
            mine = any(decisions.get(path) is UserDecision.PICK for path in group.paths)
            assert places <= (0 if mine else 1)


@settings(max_examples=60)
@given(albums(), counts, st.integers(1, 4))
def test_more_photos_never_undo_a_decision(
    made: tuple[dict[str, ScoredPhoto], Decisions], count: int, added: int
) -> None:
    photos, decisions = made
    rivals = by_path(
        *(scored_photo(f"new {i}.jpg", ava=10.0, technical=1.0, look=i % 3) for i in range(added))
    )
    album = proposed(dict(sorted((photos | rivals).items())), decisions, count)
    for path, decision in decisions.items():
        assert album.picks[path].picked == (decision is UserDecision.PICK)


@settings(max_examples=60)
@given(albums(), counts, st.randoms(use_true_random=False))
def test_other_names_give_the_same_album(
    made: tuple[dict[str, ScoredPhoto], Decisions], count: int, random: Random
) -> None:
    """Copies of one file with different verdicts can only be told apart by their names."""
    photos = {p: s for p, s in made[0].items() if s.photo.content_id != "copy"}
    decisions = {p: d for p, d in made[1].items() if p in photos}
    names = [f"{i}.jpg" for i in range(len(photos))]
    random.shuffle(names)
    new = dict(zip(photos, names, strict=True))
    renamed = {
        new[path]: replace(scored, photo=replace(scored.photo, path=new[path]))
        for path, scored in photos.items()
    }
    one = proposed(photos, decisions, count)
    other = proposed(
        dict(sorted(renamed.items())), {new[p]: d for p, d in decisions.items()}, count
    )
    for path, pick in one.picks.items():
        again = other.picks[new[path]]
        assert (again.group, again.rank, again.proposed, again.tied) == (
            pick.group,
            pick.rank,
            pick.proposed,
            pick.tied,
        )
    assert [g.kind for g in one.groups] == [g.kind for g in other.groups]


@settings(max_examples=40)
@given(albums())
def test_without_a_count_to_keep_the_first_of_every_group_is_in(
    made: tuple[dict[str, ScoredPhoto], Decisions],
) -> None:
    album = proposed(made[0], {}, 100)
    for group in album.groups:
        assert album.picks[group.best].proposed
        if group.kind in {GroupKind.BRACKET, GroupKind.PANORAMA}:
            assert all(album.picks[path].proposed for path in group.paths)


@settings(max_examples=40)
@given(albums(), st.sampled_from([0.0, 1.0]))
def test_the_ends_of_the_tie_threshold(
    made: tuple[dict[str, ScoredPhoto], Decisions], threshold: float
) -> None:
    chosen = with_values(SETTINGS, {"tie_break.threshold": threshold})
    album = proposed(made[0], {}, 5, chosen)
    scores = {path: scored.card.composite for path, scored in album.photos.items()}
    for group in album.groups:
        tied = [path for path in group.paths if album.picks[path].tied]
        different = len({made[0][path].photo.content_id for path in group.paths}) > 1
        if threshold == 0.0:
            assert len({round(scores[path], 9) for path in tied}) <= 1
        elif group.kind is GroupKind.SIMILAR:
            assert set(tied) == (set(group.paths) if different else set())


@settings(max_examples=40)
@given(albums(), counts)
def test_the_report_of_every_album_is_finite_and_repeats(
    made: tuple[dict[str, ScoredPhoto], Decisions], count: int
) -> None:
    photos, decisions = made
    text = to_json(album_to_dict(proposed(photos, decisions, count), proposed=True))
    assert "NaN" not in text
    assert "Infinity" not in text
    backwards = dict(reversed(list(photos.items())))
    assert to_json(album_to_dict(proposed(backwards, decisions, count), proposed=True)) == text
