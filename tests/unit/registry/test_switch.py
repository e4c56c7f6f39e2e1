from pathlib import Path

import pytest

from album_organizer.domain.errors import ModelError
from album_organizer.registry.history import new_event
from album_organizer.registry.switch import PendingSwitch

EVENT = new_event("promoted", "ava", "v2", sha256="ab", from_version="v1", to_version="v2")


def test_note_survives_until_it_is_cleared(tmp_path: Path) -> None:
    pending = PendingSwitch(tmp_path / ".switch.json")
    assert pending.read() is None
    pending.write(EVENT, "models/größer.pt")
    assert PendingSwitch(tmp_path / ".switch.json").read() == (EVENT, "models/größer.pt")
    pending.clear()
    pending.clear()
    assert pending.read() is None


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"event": {}, "checkpoint": "x"}'])
def test_damaged_note_is_no_switch(tmp_path: Path, damage: str) -> None:
    (tmp_path / ".switch.json").write_text(damage)
    assert PendingSwitch(tmp_path / ".switch.json").read() is None


def test_note_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="the version in use stays"):
        PendingSwitch(tmp_path / "missing" / ".switch.json").write(EVENT, "x")
