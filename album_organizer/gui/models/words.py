"""Versions and events in words."""

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from album_organizer.gui.models.state import KINDS, ModelsState
from album_organizer.i18n import tr
from album_organizer.registry import history as told
from album_organizer.registry.condition import FileState
from album_organizer.registry.history import Event
from album_organizer.registry.model_version import ModelVersion

_SHORT = 28


def kind_title(kind: str) -> str:
    """What a kind is called in lists."""
    return tr("AVA aesthetics") if kind == "ava" else tr("Siamese comparison")


def day(iso: str) -> str:
    """``3 Nov 2026`` in the language of the system; the text itself if it is no date."""
    try:
        moment = datetime.fromisoformat(iso).astimezone()
    except ValueError:
        return iso
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), "d MMM yyyy")


def moment(iso: str) -> str:
    """``3 Nov 2026, 14:31`` in local time."""
    try:
        clock = datetime.fromisoformat(iso).astimezone().strftime("%H:%M")
    except ValueError:
        return iso
    return f"{day(iso)}, {clock}"


def mark(state: ModelsState, version: ModelVersion) -> str:
    """The word after a version's name in the list; empty if there is nothing to say."""
    words = []
    if version.pinned:
        words.append(tr("pinned"))
    elif version.is_current:
        words.append(tr("current"))
    if version.retired:
        words.append(tr("retired"))
    condition = state.condition(version).state
    if condition is not FileState.GOOD:
        words.append(
            {
                FileState.CHANGED: tr("changed"),
                FileState.MISSING: tr("missing"),
                FileState.UNREADABLE: tr("unreadable"),
                FileState.OUTSIDE: tr("elsewhere"),
            }[condition]
        )
    elif version.verification is not None and not version.verification.passed:
        words.append(tr("failed"))
    return ", ".join(words)


def short(name: str) -> str:
    """A version's name that fits on a button; the middle of a long one is left out."""
    return name if len(name) <= _SHORT else f"{name[: _SHORT // 2]}…{name[-_SHORT // 2 + 1 :]}"


def file_problem(state: ModelsState, version: ModelVersion) -> str:
    """What is wrong with a version's file and what to do about it here; empty if nothing is."""
    condition = state.condition(version)
    if condition.state is FileState.CHANGED:
        return tr(
            "The file of {version} is no longer the one that was registered. Register it as a "
            "new version, or put the old file back."
        ).format(version=version.title)
    if condition.state is FileState.OUTSIDE:
        return tr(
            "The file of {version} lies outside the models folder: {path}. Copy it there and "
            "correct registry.yaml, or verify it here and agree to its place."
        ).format(version=version.title, path=version.path)
    return condition.sentence


def has_problem(state: ModelsState, version: ModelVersion) -> bool:
    """Whether a version cannot be used as it is."""
    last = version.verification
    return bool(state.condition(version).sentence) or (last is not None and not last.passed)


def alarms(state: ModelsState) -> list[str]:
    """Sentences that must not be kept silent: a broken registry, an unusable current file."""
    current = [version for kind in KINDS if (version := state.current(kind)) is not None]
    problems = [file_problem(state, version) for version in current]
    return [text for text in (state.trouble, *problems) if text]


def standing(state: ModelsState, version: ModelVersion) -> str:
    """Where a version stands, as a sentence."""
    last = version.verification
    if problem := file_problem(state, version):
        return problem
    if version.pinned:
        return tr(
            "Pinned by configuration: configs/global_config.yaml names this file. "
            "Using another version or rolling back replaces that entry."
        )
    if version.retired:
        return tr("Retired {day}; kept, but not put to use.").format(day=day(version.retired))
    if last is not None and not last.passed:
        failed = tr("Failed its verification on {day}: {why}")
        return failed.format(day=day(last.time), why=last.sentence)
    return _use(state, version)


def _use(state: ModelsState, version: ModelVersion) -> str:
    if not version.is_current:
        return tr("Kept; it judges nothing now.")
    since = current_since(state, version)
    if since is None:
        return tr("Current: it judges every scan.")
    return tr("Current since {day}: it judges every scan.").format(day=day(since))


def current_since(state: ModelsState, version: ModelVersion) -> str | None:
    """ISO time of the event that put the current version to use, if the history has it."""
    moves = [e for e in state.events if e.kind == version.kind and e.to_version is not None]
    return moves[-1].time if moves and moves[-1].to_version == version.version else None


def verification_line(version: ModelVersion) -> str:
    """``verified 3 Nov 2026``, or why not."""
    last = version.verification
    if last is None:
        return tr("Not verified yet")
    if not last.passed:
        return tr("Failed {day}").format(day=day(last.time))
    if last.photos_per_s is None:
        return tr("Passed {day}").format(day=day(last.time))
    return tr("Passed {day}, {speed} photos/s here").format(
        day=day(last.time), speed=round(last.photos_per_s)
    )


def event_title(event: Event) -> str:
    """What happened, in a few words."""
    forced = bool((event.details or {}).get("forced"))
    words = {
        told.REGISTERED: tr("{version} registered"),
        told.VERIFIED: tr("{version} verified"),
        told.FAILED_VERIFICATION: tr("{version} failed its verification"),
        told.PROMOTED: (
            tr("{version} promoted in spite of its verification")
            if forced
            else tr("{version} promoted")
        ),
        told.ROLLED_BACK: tr("Rolled back to {version}"),
        told.RETIRED: tr("{version} retired"),
        told.RESTORED: tr("{version} taken back from retirement"),
        told.NOTED: tr("{version}: note"),
        told.PATH_CONFIRMED: tr("{version}: place of its file agreed to"),
        told.TESTED_BLIND: tr("{version} tested in blind"),
    }
    title = words.get(event.event, "{version}: " + event.event).format(version=event.version)
    if event.from_version:
        title += " " + tr("(before: {version})").format(version=event.from_version)
    return title
