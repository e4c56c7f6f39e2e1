import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.registry.history import (
    Event,
    append_event,
    new_event,
    previous_versions,
    read_events,
)


def switched(event: str, before: str | None, after: str, kind: str = "ava") -> Event:
    return new_event(event, kind, after, sha256="0", from_version=before, to_version=after)


def test_lines_are_json_with_the_promised_keys(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    event = new_event(
        "promoted", "ava", "v2", sha256="ab", from_version="v1", to_version="v2", reason="größer"
    )
    append_event(file, event)
    append_event(file, event)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == lines[1]
    assert lines[0].pop("time").endswith("+00:00")
    assert lines[0].pop("who")
    assert lines[0] == {
        "event": "promoted",
        "kind": "ava",
        "version": "v2",
        "from": "v1",
        "to": "v2",
        "reason": "größer",
        "sha256": "ab",
    }
    assert read_events(file) == [event, event]


def test_no_file_is_an_empty_history(tmp_path: Path) -> None:
    assert read_events(tmp_path / "history.jsonl") == []


@pytest.mark.parametrize("torn", ['{"time": "2026', "[]", "{}", '{"event": 3}', "\xff", "null"])
def test_half_written_line_swallows_nothing(tmp_path: Path, torn: str) -> None:
    file = tmp_path / "history.jsonl"
    first, second = switched("promoted", None, "v1"), switched("promoted", "v1", "v2")
    append_event(file, first)
    with file.open("a", encoding="latin-1") as writer:
        writer.write(torn)
    append_event(file, second)
    assert read_events(file) == [first, second]


def test_login_without_a_user_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_user() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr("getpass.getuser", no_user)
    assert switched("promoted", None, "v1").who == "unknown"


def test_going_back_twice_goes_back_two_versions() -> None:
    events = [
        switched("promoted", None, "v1"),
        switched("promoted", "v1", "v2"),
        switched("promoted", "v2", "v3"),
    ]
    assert previous_versions(events, "ava", "v3") == ["v2", "v1"]
    events.append(switched("rolled back", "v3", "v2"))
    assert previous_versions(events, "ava", "v2") == ["v1"]
    events.append(switched("rolled back", "v2", "v1"))
    assert previous_versions(events, "ava", "v1") == []


def test_other_kinds_do_not_count() -> None:
    events = [switched("promoted", "v1", "v2", kind="siamese"), switched("promoted", "v8", "v9")]
    assert previous_versions(events, "ava", "v9") == ["v8"]


def test_current_moved_by_hand_goes_back_to_the_last_known() -> None:
    events = [switched("promoted", "v1", "v2")]
    assert previous_versions(events, "ava", "by-hand") == ["v2", "v1"]


def test_nothing_known() -> None:
    assert previous_versions([], "ava", "v1") == []


@given(st.lists(st.integers(0, 4), max_size=30))
def test_rollback_undoes_promotions_like_a_stack(steps: list[int]) -> None:
    events, stack = [switched("promoted", None, "v1")], ["v1"]
    for step in steps:
        if step == 0:
            back = previous_versions(events, "ava", stack[-1])
            assert back == stack[-2::-1] if len(stack) > 1 else back == []
            if back:
                events.append(switched("rolled back", stack.pop(), stack[-1]))
        elif f"v{step}" not in stack:
            events.append(switched("promoted", stack[-1], f"v{step}"))
            stack.append(f"v{step}")
