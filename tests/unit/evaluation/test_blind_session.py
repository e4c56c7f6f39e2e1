from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.evaluation.blind_outcome import PAIRS
from album_organizer.evaluation.blind_pairs import Choice
from album_organizer.evaluation.blind_session import BlindSession
from album_organizer.evaluation.results import PairChange
from album_organizer.registry.blind_answers import BlindAnswer
from tests.support.blind import NAME_A, NAME_B, SHA_A, SHA_B, comparison, reversed_order

choices = st.sampled_from(Choice)


def answer_all(session: BlindSession, choice: Choice = Choice.LEFT) -> list[BlindAnswer]:
    answers = []
    while session.current is not None:
        answers.append(session.answer(choice))
    return answers


def latest(answers: Iterable[BlindAnswer]) -> list[BlindAnswer]:
    """As the store returns them."""
    return list({answer.photos: answer for answer in answers}.values())


def test_a_whole_test() -> None:
    session = BlindSession(comparison(reversed_order(60)), [])
    assert (session.number, session.total, session.can_go_back) == (1, PAIRS, False)
    answers = []
    for number in range(1, PAIRS + 1):
        assert session.number == number
        pair = session.current
        assert pair is not None
        favourite = Choice.LEFT if pair.a_prefers_left else Choice.RIGHT
        answers.append(session.answer(favourite))
    assert session.current is None
    assert {a.prefers for a in answers} == {"a"}
    assert {(a.a, a.b, a.sha256_a, a.sha256_b) for a in answers} == {(NAME_A, NAME_B, SHA_A, SHA_B)}
    told = session.outcome
    assert (told.wins_a, told.wins_b, told.no_preference) == (PAIRS, 0, 0)
    assert (told.a, told.b, told.repeated) == (NAME_A, NAME_B, False)


@pytest.mark.parametrize("photos", [2, 3, 8])
def test_few_disagreements_make_a_short_test(photos: int) -> None:
    session = BlindSession(comparison(reversed_order(photos)), [])
    assert 0 < session.total < PAIRS
    answer_all(session)
    assert len(session.answered) == session.total
    assert not session.can_go_on


def test_versions_that_agree_have_no_test() -> None:
    session = BlindSession(comparison([]), [])
    assert (session.total, session.current, session.next) == (0, None, None)
    assert not session.can_go_back
    assert session.earlier_choice is None


@given(st.lists(choices, max_size=30), st.integers(40, 60))
def test_goes_on_where_it_was_left(given_choices: list[Choice], photos: int) -> None:
    of = comparison(reversed_order(photos))
    whole = BlindSession(of, [])
    answers: list[BlindAnswer] = []
    for choice in given_choices:
        whole.go_on()
        answers.append(whole.answer(choice))
        again = BlindSession(of, answers)
        assert again.current == whole.current
        assert (again.number, again.total) == (whole.number, whole.total)
        assert again.answered == whole.answered
        assert again.outcome == whole.outcome
        assert again.can_go_back == whole.can_go_back


@given(st.lists(st.one_of(choices, st.just("back")), max_size=60))
def test_back_changes_answers_and_loses_none(moves: list[Choice | str]) -> None:
    of = comparison(reversed_order(12))
    session = BlindSession(of, [])
    answers: list[BlindAnswer] = []
    expected: dict[frozenset[str], Choice] = {}
    for move in moves:
        pair = session.current
        if pair is None:
            break
        assert session.earlier_choice == expected.get(pair.photos)
        if isinstance(move, Choice):
            answers.append(session.answer(move))
            expected[pair.photos] = move
        else:
            session.back()
        assert session.number <= len(expected) + 1
    assert {p.photos: p.choice(given) for p, given in session.answered} == expected
    assert BlindSession(of, latest(answers)).outcome == session.outcome


def test_after_a_changed_answer_the_next_open_pair_comes() -> None:
    session = BlindSession(comparison(reversed_order(12)), [])
    for _ in range(4):
        session.answer(Choice.LEFT)
    session.back()
    session.back()
    assert session.number == 3
    assert session.earlier_choice is Choice.LEFT
    changed = session.answer(Choice.NEITHER)
    assert changed.prefers is None
    assert session.number == 5
    assert [given for _, given in session.answered].count(None) == 1


def test_told_answers_cannot_be_changed() -> None:
    session = BlindSession(comparison(reversed_order(60)), [])
    answers = answer_all(session)
    session.back()
    assert session.current is None
    assert session.can_go_on
    session.go_on()
    assert (session.number, session.total) == (PAIRS + 1, 2 * PAIRS)
    session.back()
    assert session.number == PAIRS + 1
    answers.append(session.answer(Choice.RIGHT))
    again = BlindSession(comparison(reversed_order(60)), answers)
    again.back()
    again.back()
    assert again.number == PAIRS + 1
    assert again.outcome.repeated


def test_rounds_end_when_pairs_run_out() -> None:
    session = BlindSession(comparison(reversed_order(26)), [])
    answer_all(session)
    session.go_on()
    assert PAIRS < session.total < 2 * PAIRS
    answer_all(session)
    assert not session.can_go_on
    session.go_on()
    assert session.current is None


def test_answers_of_other_albums_do_not_count() -> None:
    elsewhere = BlindSession(
        comparison(pairs=[PairChange("x.jpg", "y.jpg", "x", "y", None, 0.9, 0.1)]), []
    )
    session = BlindSession(comparison(reversed_order(60)), answer_all(elsewhere))
    assert (session.number, session.answered) == (1, [])


def test_answers_stay_when_the_album_grows() -> None:
    few, many = comparison(reversed_order(8)), comparison(reversed_order(60))
    first = BlindSession(few, [])
    answers = answer_all(first, Choice.RIGHT)
    grown = BlindSession(many, answers)
    assert [a for _, a in grown.answered] == [a for _, a in first.answered]
    assert (grown.number, grown.total) == (len(answers) + 1, PAIRS)
    assert not {p.photos for p, _ in grown.answered} & {a.photos for a in answer_all(grown)}


def test_answers_on_which_the_versions_now_agree_are_passed_over() -> None:
    session = BlindSession(comparison(reversed_order(4)), [])
    answers = answer_all(session)
    one, other = sorted(answers[0].photos)
    agreeing = [PairChange("a.jpg", "b.jpg", one, other, None, 0.9, 0.8)]
    assert BlindSession(comparison(pairs=agreeing), answers).answered == []


def test_photo_that_cannot_be_shown_is_replaced() -> None:
    session = BlindSession(comparison(reversed_order(60)), [])
    session.answer(Choice.LEFT)
    pair = session.current
    assert pair is not None
    assert session.leave_out(pair.left) in {1, 2}
    assert (session.number, session.total) == (2, PAIRS)
    assert session.current is not None
    assert session.current != pair
    answers = answer_all(session)
    assert len(answers) == PAIRS - 1
    assert pair.left_id not in {photo for a in answers for photo in a.photos}


def test_answered_pair_stays_when_its_photo_cannot_be_shown_again() -> None:
    session = BlindSession(comparison(reversed_order(12)), [])
    for _ in range(3):
        session.answer(Choice.LEFT)
    session.back()
    pair = session.current
    assert pair is not None
    session.leave_out(pair.right)
    assert session.number == 4
    assert len(session.answered) == 3


def test_album_without_any_readable_photo_ends_the_test() -> None:
    of = comparison(reversed_order(8))
    session = BlindSession(of, [])
    left_out = sum(session.leave_out(change.path) for change in of.changes)
    assert left_out > 0
    assert (session.current, session.total, session.answered) == (None, 0, [])
