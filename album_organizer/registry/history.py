"""models/history.jsonl: one line for each thing that happened to a version; only appended to."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from album_organizer.registry.json_lines import append_line, login, now, read_lines
from album_organizer.registry.model_version import LastVerification

REGISTERED = "registered"
VERIFIED = "verified"
FAILED_VERIFICATION = "failed verification"
PROMOTED = "promoted"
ROLLED_BACK = "rolled back"
RETIRED = "retired"
RESTORED = "restored"
NOTED = "noted"
PATH_CONFIRMED = "path confirmed"
TESTED_BLIND = "tested in blind"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history.

    Attributes:
        time: ISO 8601, UTC.
        who: Login name.
        event: One of the constants of this module, such as :data:`PROMOTED`.
        kind: Model kind.
        version: The version it is about.
        from_version: In use before, where the event changed that.
        to_version: In use afterwards, where the event changed that.
        reason: Given by the person, or None.
        sha256: Of the version's file.
        details: What else is known of the event, by name; plain values.
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
    details: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The line's JSON object."""
        values: dict[str, Any] = {
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
        return values if self.details is None else {**values, "details": self.details}

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
            details=details if isinstance(details := values.get("details"), dict) else None,
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
    details: dict[str, Any] | None = None,
) -> Event:
    """An event that happens now, by the person who is logged in."""
    return Event(
        now(), login(), event, kind, version, from_version, to_version, reason, sha256, details
    )


def append_event(path: Path, event: Event) -> None:
    """Adds a line and forces it to the disk.

    Raises:
        OSError: If the file cannot be written.
    """
    append_line(path, event.to_dict())


def read_events(path: Path) -> list[Event]:
    """All events, oldest first; no file is an empty history.

    Lines that are no event (half-written in a crash, or edited) are passed over: the history
    explains, it does not decide what works.

    Raises:
        OSError: If the file exists but cannot be read.
    """
    events = []
    for values in read_lines(path):
        with suppress(KeyError):
            events.append(Event.from_dict(values))
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
        if event.event == ROLLED_BACK and event.to_version in trail:
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


def last_verification(
    events: list[Event], kind: str, version: str, sha256: str | None
) -> LastVerification | None:
    """How the last verification of a version ended, if it was of the file with this sha256."""
    for event in reversed(events):
        if (event.kind, event.version) == (kind, version) and event.event in {
            VERIFIED,
            FAILED_VERIFICATION,
        }:
            if event.sha256 != sha256:
                return None
            speed = (event.details or {}).get("photos_per_s")
            return LastVerification(
                event.time,
                event.event == VERIFIED,
                event.reason or "",
                float(speed) if isinstance(speed, int | float) else None,
            )
    return None


def is_confirmed(events: list[Event], kind: str, version: str, path: Path) -> bool:
    """Whether somebody agreed that a version's file lies at this place outside of the models."""
    return any(
        (event.event, event.kind, event.version) == (PATH_CONFIRMED, kind, version)
        and (event.details or {}).get("path") == path.as_posix()
        for event in events
    )
