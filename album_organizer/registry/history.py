"""models/history.jsonl: one line for each thing that happened to a version; only appended to."""

import getpass
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history.

    Attributes:
        time: ISO 8601, UTC.
        who: Login name.
        event: ``"registered"``, ``"promoted"`` or ``"rolled back"``.
        kind: Model kind.
        version: The version it is about.
        from_version: In use before, where the event changed that.
        to_version: In use afterwards, where the event changed that.
        reason: Given by the person, or None.
        sha256: Of the version's file.
    """

    time: str
    who: str
    event: str
    kind: str
    version: str
    from_version: str | None
    to_version: str | None
    reason: str | None
    sha256: str | None

    def to_dict(self) -> dict[str, str | None]:
        """The line's JSON object."""
        return {
            "time": self.time,
            "who": self.who,
            "event": self.event,
            "kind": self.kind,
            "version": self.version,
            "from": self.from_version,
            "to": self.to_version,
            "reason": self.reason,
            "sha256": self.sha256,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Event":
        """The event of a line's JSON object.

        Raises:
            KeyError: If it lacks what every event has.
        """
        return cls(
            time=str(values["time"]),
            who=str(values.get("who", "unknown")),
            event=str(values["event"]),
            kind=str(values["kind"]),
            version=str(values["version"]),
            from_version=values.get("from"),
            to_version=values.get("to"),
            reason=values.get("reason"),
            sha256=values.get("sha256"),
        )


def new_event(
    event: str,
    kind: str,
    version: str,
    *,
    sha256: str | None,
    from_version: str | None = None,
    to_version: str | None = None,
    reason: str | None = None,
) -> Event:
    """An event that happens now, by the person who is logged in."""
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    return Event(now, _login(), event, kind, version, from_version, to_version, reason, sha256)


def append_event(path: Path, event: Event) -> None:
    """Adds a line and forces it to the disk.

    A line that a crash left half-written is closed first, so that it never swallows this one.

    Raises:
        OSError: If the file cannot be written.
    """
    line = json.dumps(event.to_dict(), ensure_ascii=False).encode() + b"\n"
    with path.open("ab+") as file:
        if file.tell() > 0:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def read_events(path: Path) -> list[Event]:
    """All events, oldest first; no file is an empty history.

    Lines that are no event (half-written in a crash, or edited) are passed over: the history
    explains, it does not decide what works.

    Raises:
        OSError: If the file exists but cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    events = []
    for line in text.split("\n"):
        try:
            events.append(Event.from_dict(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return events


def previous_versions(events: list[Event], kind: str, current: str) -> list[str]:
    """The versions to go back to, nearest first.

    Works like undo: rolling back twice goes back two versions, not to and fro.

    Args:
        events: The whole history.
        kind: Model kind.
        current: In use now.

    Returns:
        Names, possibly of versions that are no longer registered; never ``current`` first.
    """
    trail: list[str] = []
    for event in events:
        if event.kind != kind or event.to_version is None:
            continue
        if event.event == "rolled back" and event.to_version in trail:
            while trail[-1] != event.to_version:
                trail.pop()
            continue
        for name in (event.from_version, event.to_version):
            if name is not None and trail[-1:] != [name]:
                trail.append(name)
    backwards = trail[::-1]
    while backwards and backwards[0] == current:
        backwards.pop(0)
    return backwards


def _login() -> str:
    try:
        return getpass.getuser()
    except (
        OSError,
        KeyError,
        ImportError,
    ):  # a container without such a user
        return "unknown"
