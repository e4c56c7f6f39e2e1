import dataclasses

import pytest

from album_organizer.domain.album import GroupKind, PhotoGroup, Pick, UserDecision
from album_organizer.domain.errors import FolderError, ModelError, PhotoError, UsageError


@pytest.mark.parametrize(
    ("proposed", "decision", "picked"),
    [
        (True, None, True),
        (False, None, False),
        (False, UserDecision.PICK, True),
        (True, UserDecision.REJECT, False),
    ],
)
def test_a_persons_decision_always_wins(
    proposed: bool, decision: UserDecision | None, picked: bool
) -> None:
    assert Pick("a.jpg", 1, 1, proposed, decision, tied=False, reasons=()).picked is picked


def test_the_best_of_a_group_is_its_first() -> None:
    group = PhotoGroup(1, ("b.jpg", "a.jpg"), GroupKind.SIMILAR)
    assert group.best == "b.jpg"
    with pytest.raises(dataclasses.FrozenInstanceError):
        group.id = 2  # type: ignore[misc]


def test_exit_codes_are_those_that_scripts_rely_on() -> None:
    assert (UsageError.exit_code, FolderError.exit_code, ModelError.exit_code) == (2, 3, 4)


def test_a_photo_error_knows_whether_trying_again_helps() -> None:
    assert PhotoError("damaged").permanent
    assert not PhotoError("in use", permanent=False).permanent
