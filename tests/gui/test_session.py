from album_organizer.domain.album import Comparison, UserDecision
from album_organizer.domain.marks import NO_MARKS, ColorLabel, Marks
from album_organizer.domain.photo import PhotoProblem
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.item_models.preparation import PreparedPhotos, prepare
from album_organizer.gui.session import Session
from tests.gui.builders import lake
from tests.support.albums import scored_photo

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT


def proposed() -> Session:
    session, reranker = Session("/photos/Lake"), lake()
    session.replace(prepare(reranker.photos.values()), [], {})
    session.rank(reranker, reranker.rank(Tuning(count=2), session.table.decision))
    return session


def photos(*scored: ScoredPhoto) -> PreparedPhotos:
    return prepare(scored)


def test_batches_bring_photos_problems_and_what_is_stored() -> None:
    session = Session("/photos")
    marks = {"id-b.jpg": Marks(4)}
    new = session.add(
        photos(scored_photo("b.jpg")), [PhotoProblem("z.jpg", "Z.")], {"id-b.jpg": PICK}, marks
    )
    assert [session.table.item(row).decision for row in new] == [PICK]
    assert session.items["b.jpg"].stars == 4
    session.add(photos(scored_photo("a.jpg")), [PhotoProblem("c.jpg", "C.")], {})
    assert sorted(session.items) == ["a.jpg", "b.jpg"]
    assert [problem.path for problem in session.problems] == ["c.jpg", "z.jpg"]
    assert session.items["b.jpg"].decision is PICK


def test_copies_of_a_photo_agree() -> None:
    session = Session("/photos")
    same = [scored_photo(path, content_id="same") for path in ("a.jpg", "copy.jpg")]
    session.add(photos(*same), [], {})
    changed = session.decide(["copy.jpg"], REJECT)
    assert [session.table.paths[row] for row in changed] == ["a.jpg", "copy.jpg"]
    assert session.decisions_by_path() == {"a.jpg": REJECT, "copy.jpg": REJECT}
    assert session.content_ids(["copy.jpg", "gone.jpg", "a.jpg"]) == ["same"]
    assert not len(session.decide(["a.jpg"], REJECT))
    # Another copy, found later, agrees as well.
    session.add(photos(scored_photo("new.jpg", content_id="same")), [], {})
    assert session.items["new.jpg"].decision is REJECT


def test_what_was_said_here_is_newer_than_the_catalog() -> None:
    session = proposed()
    session.decide(["a.jpg"], PICK)
    session.decide(["a.jpg"], None)
    session.apply_marks({"id-a.jpg": Marks(2, ColorLabel.RED)})
    session.apply_marks({"id-a.jpg": NO_MARKS})
    stored = {"id-a.jpg": Marks(5), "id-b.jpg": Marks(5)}
    again = prepare(lake().photos.values())
    session.replace(again, [], {"id-a.jpg": REJECT, "id-b.jpg": REJECT}, stored)
    assert session.items["a.jpg"].decision is None
    assert session.items["b.jpg"].decision is REJECT
    assert [session.items[path].stars for path in ("a.jpg", "b.jpg")] == [0, 5]


def test_a_scan_leaves_only_what_it_found() -> None:
    session = Session("/photos")
    session.add(photos(scored_photo("b.jpg"), scored_photo("a.jpg")), [], {})
    session.decide(["a.jpg"], PICK)
    session.replace(photos(scored_photo("a.jpg")), [PhotoProblem("b.jpg", "Gone.")], {})
    assert list(session.items) == ["a.jpg"]
    assert session.items["a.jpg"].decision is PICK
    assert [problem.path for problem in session.problems] == ["b.jpg"]


def test_another_proposal_keeps_what_was_said() -> None:
    session = proposed()
    session.decide(["c.jpg"], PICK)
    session.apply_marks({"id-c.jpg": Marks(3)})
    assert session.reranker is not None
    ranked = session.reranker.rank(Tuning(count=1), session.table.decision)
    session.rank(session.reranker, ranked)
    assert session.items["c.jpg"].decision is PICK
    assert session.items["c.jpg"].stars == 3


def test_groups_comparisons_reasons_and_album() -> None:
    session = proposed()
    assert [item.path for item in session.group_of("c.jpg")] == ["b.jpg", "a.jpg", "c.jpg"]
    assert session.items["b.jpg"].group_size == 3
    assert session.items["b.jpg"].tied
    assert session.comparisons_of("a.jpg") == (Comparison("a.jpg", "b.jpg", 0.29),)
    assert session.comparisons_of("sub/d.jpg") == ()
    assert session.reasons_of("b.jpg")
    assert [item.path for item in session.in_album()] == ["b.jpg", "sub/d.jpg"]
    session.decide(["b.jpg"], REJECT)
    session.decide(["c.jpg"], PICK)
    assert [item.path for item in session.in_album()] == ["c.jpg", "sub/d.jpg"]


def test_a_photo_that_came_after_the_proposal_has_no_reasons_yet() -> None:
    session = proposed()
    session.add(photos(scored_photo("new.jpg")), [], {})
    assert session.reasons_of("new.jpg") == ()
    assert session.comparisons_of("new.jpg") == ()
    assert [item.path for item in session.group_of("new.jpg")] == ["new.jpg"]


def test_before_the_first_proposal_a_photo_stands_alone() -> None:
    session = Session("/photos")
    session.add(photos(scored_photo("a.jpg")), [], {})
    assert [item.path for item in session.group_of("a.jpg")] == ["a.jpg"]
    assert session.group_of("missing.jpg") == []
    assert session.comparisons_of("a.jpg") == ()
    assert session.reasons_of("a.jpg") == ()
    assert session.in_album() == []
