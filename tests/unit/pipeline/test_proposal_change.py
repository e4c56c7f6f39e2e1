"""What another tuning brings into the proposal and takes out of it."""

import pytest

from album_organizer.domain.album import GroupKind, UserDecision
from album_organizer.domain.scores import Weights
from album_organizer.domain.tuning import Tuning
from album_organizer.pipeline.proposal_change import NO_CHANGE, Change, change_between
from album_organizer.pipeline.reranking import RankedAlbum, Reranker
from tests.support.albums import by_path, scored_photo

SHOTS = [
    scored_photo("beauty_1.jpg", ava=8.0, technical=0.1, look=1),
    scored_photo("beauty_2.jpg", ava=7.0, technical=0.2, look=2),
    scored_photo("both.jpg", ava=9.0, technical=0.9, look=3),
    scored_photo("craft_1.jpg", ava=3.0, technical=0.7, look=4),
    scored_photo("craft_2.jpg", ava=2.0, technical=0.8, look=5),
]
RERANKER = Reranker(by_path(*SHOTS), [((shot,), GroupKind.SINGLE) for shot in SHOTS], {})


def by(ava: float, count: int, **decisions: UserDecision) -> RankedAlbum:
    tuning = Tuning(Weights(ava, 1.0 - ava, 0.0), time_spread=0.0, visual_spread=0.0, count=count)
    by_path = {f"{name}.jpg": what for name, what in decisions.items()}
    return RERANKER.rank(tuning, RERANKER.decision_codes(by_path))


def test_photos_that_come_and_go_are_named_the_best_first() -> None:
    assert change_between(by(1.0, 3), by(0.0, 3)) == Change(
        entering=("craft_2.jpg", "craft_1.jpg"), leaving=("beauty_1.jpg", "beauty_2.jpg")
    )


def test_back_again_it_is_the_other_way_round() -> None:
    there, back = change_between(by(1.0, 3), by(0.0, 3)), change_between(by(0.0, 3), by(1.0, 3))
    assert set(there.entering) == set(back.leaving)
    assert set(there.leaving) == set(back.entering)


def test_a_larger_album_only_takes_in() -> None:
    assert change_between(by(1.0, 1), by(1.0, 3)) == Change(
        entering=("beauty_1.jpg", "beauty_2.jpg")
    )


def test_the_same_proposal_is_no_change() -> None:
    change = change_between(by(1.0, 3), by(0.9, 3))
    assert change == NO_CHANGE
    assert not change
    assert change_between(by(1.0, 1), by(1.0, 2))


def test_a_decided_photo_is_no_longer_proposed_and_another_takes_the_place() -> None:
    rejected = by(1.0, 2, both=UserDecision.REJECT)
    assert change_between(by(1.0, 2), rejected) == Change(("beauty_2.jpg",), ("both.jpg",))


def test_rankings_of_different_photos_cannot_be_compared() -> None:
    other = Reranker(by_path(SHOTS[0]), [((SHOTS[0],), GroupKind.SINGLE)], {})
    ranked = other.rank(Tuning(), other.decision_codes({}))
    with pytest.raises(ValueError, match="same photos"):
        change_between(by(1.0, 3), ranked)
