from album_organizer.domain.album import Comparison, UserDecision
from album_organizer.domain.photo import PhotoProblem
from album_organizer.gui.session import Session
from tests.gui.builders import album
from tests.support.albums import scored_photo

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT


def proposed() -> Session:
    session = Session("/photos/Lake")
    session.propose(album(), {})
    return session


def test_batches_bring_photos_problems_and_stored_decisions() -> None:
    session = Session("/photos")
    new = session.add([scored_photo("b.jpg")], [PhotoProblem("z.jpg", "Z.")], {"id-b.jpg": PICK})
    assert [item.decision for item in new] == [PICK]
    session.add([scored_photo("a.jpg")], [PhotoProblem("c.jpg", "C.")], {})
    assert sorted(session.items) == ["a.jpg", "b.jpg"]
    assert [problem.path for problem in session.problems] == ["c.jpg", "z.jpg"]


def test_copies_of_a_photo_agree() -> None:
    session = Session("/photos")
    session.add(
        [scored_photo("a.jpg", content_id="same"), scored_photo("copy.jpg", content_id="same")],
        [],
        {},
    )
    changed = session.decide(["copy.jpg"], REJECT)
    assert sorted(item.path for item in changed) == ["a.jpg", "copy.jpg"]
    assert session.decisions_by_path() == {"a.jpg": REJECT, "copy.jpg": REJECT}
    assert session.decide(["a.jpg"], REJECT) == []


def test_what_was_decided_here_is_newer_than_the_catalog() -> None:
    session = proposed()
    session.decide(["a.jpg"], PICK)
    session.decide(["a.jpg"], None)
    session.propose(album(), {"id-a.jpg": REJECT, "id-b.jpg": REJECT})
    assert session.items["a.jpg"].decision is None
    assert session.items["b.jpg"].decision is REJECT


def test_groups_comparisons_and_album() -> None:
    session = proposed()
    assert [item.path for item in session.group_of("c.jpg")] == ["a.jpg", "b.jpg", "c.jpg"]
    assert session.items["b.jpg"].group_size == 3
    assert session.comparisons_of("a.jpg") == [Comparison("a.jpg", "b.jpg", 0.71)]
    assert [(c.b, round(c.p_a, 2)) for c in session.comparisons_of("b.jpg")] == [("a.jpg", 0.29)]
    assert session.comparisons_of("c.jpg") == []
    session.decide(["a.jpg"], REJECT)
    session.decide(["c.jpg"], PICK)
    assert [item.path for item in session.in_album()] == ["c.jpg", "sub/d.jpg"]


def test_before_the_first_proposal_a_photo_stands_alone() -> None:
    session = Session("/photos")
    session.add([scored_photo("a.jpg")], [], {})
    assert [item.path for item in session.group_of("a.jpg")] == ["a.jpg"]
    assert session.group_of("missing.jpg") == []
    assert session.comparisons_of("a.jpg") == []
    assert session.in_album() == []
