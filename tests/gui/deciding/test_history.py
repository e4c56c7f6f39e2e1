"""Decisions, stars and labels, taken back and done again in every order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import MAX_STARS, NO_MARKS, ColorLabel, Marks
from album_organizer.gui.deciding.history import DecisionHistory

PICK, REJECT = UserDecision.PICK, UserDecision.REJECT


@dataclass(frozen=True)
class Photo:
    name: str
    content_id: str
    decision: UserDecision | None = None
    marks: Marks = NO_MARKS


@dataclass
class Album:
    """Photos that take decisions by content, as an open folder does."""

    photos: dict[str, Photo]
    told: list[Mapping[str, object]] = field(default_factory=list)

    def apply_decisions(self, decisions: Mapping[str, UserDecision | None]) -> None:
        self.told.append(decisions)
        for name, photo in self.photos.items():
            if photo.content_id in decisions:
                self.photos[name] = replace(photo, decision=decisions[photo.content_id])

    def apply_marks(self, marks: Mapping[str, Marks]) -> None:
        self.told.append(marks)
        for name, photo in self.photos.items():
            if photo.content_id in marks:
                self.photos[name] = replace(photo, marks=marks[photo.content_id])

    def of(self, *names: str) -> list[Photo]:
        return [self.photos[name] for name in names]


def small_album() -> Album:
    """Four photos, the last a copy of the first."""
    contents = {"a.jpg": "1", "b.jpg": "2", "c.jpg": "3", "copy of a.jpg": "1"}
    return Album({name: Photo(name, content) for name, content in contents.items()})


@pytest.fixture
def album(qapp: QApplication) -> Album:
    return small_album()


@pytest.fixture
def history(album: Album) -> DecisionHistory:
    return DecisionHistory(album)


def test_names_say_what_undo_would_take_back(album: Album, history: DecisionHistory) -> None:
    said = []
    acts: list[Callable[[], bool]] = [
        lambda: history.decide(album.of("a.jpg"), PICK),
        lambda: history.decide(album.of("a.jpg", "b.jpg", "c.jpg"), REJECT),
        lambda: history.decide(album.of("b.jpg"), None),
        lambda: history.rate(album.of("b.jpg"), 1),
        lambda: history.rate(album.of("b.jpg", "c.jpg"), 4),
        lambda: history.rate(album.of("b.jpg"), 0),
        lambda: history.label(album.of("c.jpg"), ColorLabel.RED),
        lambda: history.label(album.of("c.jpg"), ColorLabel.RED),
    ]
    for act in acts:
        assert act()
        said.append(history.stack.undoText())
    assert said == [
        "Pick a.jpg",
        "Reject 3 photos",
        "Undecided: b.jpg",
        "1 star for b.jpg",
        "4 stars for 2 photos",
        "No stars for b.jpg",
        "Red label for c.jpg",
        "No label for c.jpg",
    ]
    history.undo()
    assert history.stack.redoText() == "No label for c.jpg"


def test_a_name_with_a_line_break_stays_one_line(qapp: QApplication) -> None:
    album = Album({"x": Photo("odd\nname.jpg", "9")})
    history = DecisionHistory(album)
    history.decide(album.of("x"), PICK)
    assert history.stack.undoText() == "Pick odd name.jpg"


def test_undo_gives_every_photo_what_it_had_and_copies_too(
    album: Album, history: DecisionHistory
) -> None:
    history.decide(album.of("a.jpg"), REJECT)
    assert album.photos["copy of a.jpg"].decision is REJECT
    history.decide(album.of("b.jpg"), PICK)
    before = dict(album.photos)
    history.decide(album.of("a.jpg", "b.jpg", "c.jpg"), PICK)
    assert {photo.decision for photo in album.photos.values()} == {PICK}
    history.undo()
    assert album.photos == before


def test_what_is_so_already_is_no_step(album: Album, history: DecisionHistory) -> None:
    assert not history.decide(album.of("a.jpg"), None)
    assert not history.rate(album.of("a.jpg", "b.jpg"), 0)
    assert not history.label(album.of("a.jpg"), ColorLabel.NONE)
    assert not history.decide([], PICK)
    assert not history.label([], ColorLabel.RED)
    assert history.stack.count() == 0
    assert album.told == []


def test_only_the_photos_that_change_are_told_and_named(
    album: Album, history: DecisionHistory
) -> None:
    history.decide(album.of("a.jpg"), PICK)
    history.decide(album.of("a.jpg", "b.jpg"), PICK)
    assert history.stack.undoText() == "Pick b.jpg"
    assert album.told[-1] == {"2": PICK}


def test_stars_and_label_leave_each_other_alone(album: Album, history: DecisionHistory) -> None:
    history.rate(album.of("a.jpg"), 3)
    history.label(album.of("a.jpg"), ColorLabel.BLUE)
    history.decide(album.of("a.jpg"), PICK)
    assert album.photos["a.jpg"].marks == Marks(3, ColorLabel.BLUE)
    history.undo()
    history.undo()
    assert album.photos["a.jpg"].marks == Marks(3)
    assert album.photos["a.jpg"].decision is None


def test_a_label_on_some_is_given_to_all_before_it_is_taken_off(
    album: Album, history: DecisionHistory
) -> None:
    history.label(album.of("a.jpg"), ColorLabel.GREEN)
    history.label(album.of("a.jpg", "b.jpg"), ColorLabel.GREEN)
    assert album.photos["b.jpg"].marks.label is ColorLabel.GREEN
    history.label(album.of("a.jpg", "b.jpg"), ColorLabel.GREEN)
    assert album.photos["a.jpg"].marks == album.photos["b.jpg"].marks == NO_MARKS


def test_the_same_key_twice_is_two_steps(album: Album, history: DecisionHistory) -> None:
    history.rate(album.of("a.jpg"), 3)
    history.rate(album.of("a.jpg"), 4)
    history.undo()
    assert album.photos["a.jpg"].marks.stars == 3


def test_undo_and_redo_tell_whom_they_concern(album: Album, history: DecisionHistory) -> None:
    told: list[tuple[str, ...]] = []
    history.revisited.connect(told.append)
    history.decide(album.of("a.jpg", "c.jpg"), PICK)
    assert told == []
    history.undo()
    history.redo()
    history.redo()
    history.undo()
    history.undo()
    assert told == [("1", "3")] * 3


def test_thousands_of_steps_are_kept(album: Album, history: DecisionHistory) -> None:
    for number in range(3000):
        history.rate(album.of("a.jpg"), number % 5 + 1)
    assert history.stack.count() == 3000
    while history.stack.canUndo():
        history.undo()
    assert album.photos == small_album().photos


names = st.lists(st.sampled_from(list(small_album().photos)), min_size=1, max_size=4, unique=True)
steps = st.one_of(
    st.tuples(st.just("decide"), names, st.sampled_from([None, *UserDecision])),
    st.tuples(st.just("rate"), names, st.integers(0, MAX_STARS)),
    st.tuples(st.just("label"), names, st.sampled_from(ColorLabel)),
)
moves = st.lists(st.one_of(steps, st.just("undo"), st.just("redo")), max_size=30)


@pytest.mark.usefixtures("qapp")
@settings(max_examples=150, deadline=None)
@given(moves)
def test_undoing_everything_is_the_start_and_redoing_everything_the_end(
    wanted: list[tuple[str, list[str], object] | str],
) -> None:
    album = small_album()
    history = DecisionHistory(album)
    for move in wanted:
        if isinstance(move, str):
            getattr(history, move)()
        else:
            kind, chosen, value = move
            getattr(history, kind)(album.of(*chosen), value)
    while history.stack.canRedo():
        history.redo()
    end = dict(album.photos)
    seen = [end]
    while history.stack.canUndo():
        history.undo()
        seen.append(dict(album.photos))
    assert album.photos == small_album().photos
    for expected in reversed(seen[:-1]):  # every state on the way comes back, not only the ends
        history.redo()
        assert album.photos == expected
    assert not history.stack.canRedo()
