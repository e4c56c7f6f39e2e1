from dataclasses import replace

import pytest

from album_organizer.domain.album import Album, GroupKind, PhotoGroup, Pick, UserDecision
from album_organizer.evaluation.album_changes import contested_groups, entering, winner_flips
from tests.support.albums import by_path, scored_photo

BURST = PhotoGroup(1, ("a", "b", "c"), GroupKind.SIMILAR)


def album(*groups: PhotoGroup, proposed: str = "", picked: str = "", copies: str = "") -> Album:
    paths = [path for group in groups for path in group.paths]
    photos = [scored_photo(path, content_id="copy" if path in copies else None) for path in paths]
    return Album(
        folder="/photos",
        models={},
        photos=by_path(*photos),
        groups=groups,
        comparisons=(),
        picks={
            path: Pick(
                path,
                1,
                1,
                path in proposed,
                UserDecision.PICK if path in picked else None,
                False,
                (),
            )
            for path in paths
        },
        problems=(),
    )


def test_the_winner_of_a_group_changes() -> None:
    turned = replace(BURST, paths=("c", "b", "a"))
    (flip,) = winner_flips(album(BURST), album(turned))
    assert (flip.group, flip.winner_a, flip.winner_b) == (1, "a", "c")
    assert flip.paths == ("a", "b", "c")


def test_another_order_behind_the_same_winner_is_no_flip() -> None:
    assert winner_flips(album(BURST), album(replace(BURST, paths=("a", "c", "b")))) == ()


def test_a_copy_of_the_winner_is_no_other_winner() -> None:
    turned = replace(BURST, paths=("b", "a", "c"))
    assert winner_flips(album(BURST, copies="ab"), album(turned, copies="ab")) == ()


@pytest.mark.parametrize("kind", [GroupKind.BRACKET, GroupKind.PANORAMA, GroupKind.SINGLE])
def test_only_similar_shots_have_a_winner(kind: GroupKind) -> None:
    before, after = replace(BURST, kind=kind), replace(BURST, kind=kind, paths=("c", "a", "b"))
    assert contested_groups(album(before)) == []
    assert winner_flips(album(before), album(after)) == ()


def test_a_group_of_copies_has_no_winner() -> None:
    assert contested_groups(album(BURST, copies="abc")) == []
    assert contested_groups(album(BURST, copies="ab")) == [BURST]


def test_photos_enter_and_leave() -> None:
    before, after = album(BURST, proposed="ab"), album(BURST, proposed="cb")
    assert entering(before, after) == ("c",)
    assert entering(after, before) == ("a",)


def test_what_the_person_picked_stays_whoever_proposes_it() -> None:
    before, after = album(BURST, proposed="a", picked="a"), album(BURST, picked="a")
    assert entering(before, after) == entering(after, before) == ()
