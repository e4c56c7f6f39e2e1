import dataclasses
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from album_organizer.gui.models.state import ModelsState
from album_organizer.gui.models.words import (
    alarms,
    day,
    event_title,
    mark,
    moment,
    standing,
    verification_line,
)
from album_organizer.registry import history as told
from album_organizer.registry.condition import Condition, FileState
from album_organizer.registry.history import Event, new_event
from album_organizer.registry.model_version import LastVerification, ModelVersion

VERSION = ModelVersion("ava", "v2", Path("/m/a.pt"), "models/a.pt")
PASSED = LastVerification("2026-11-03T10:00:00+00:00", True, "All 8 checks passed.", 57.4)
FAILED = LastVerification("2026-11-03T10:00:00+00:00", False, "Weights are missing.", None)


def state(version: ModelVersion, condition: Condition, *events: Event) -> ModelsState:
    versions = {"ava": (version,), "siamese": ()}
    return ModelsState(versions, {("ava", "v2"): condition}, events=events)


GOOD = Condition(FileState.GOOD)


@pytest.mark.parametrize(
    ("changes", "condition", "word"),
    [
        ({}, GOOD, ""),
        ({"is_current": True}, GOOD, "current"),
        ({"is_current": True, "pinned": True}, GOOD, "pinned"),
        ({"retired": "2026-11-03"}, GOOD, "retired"),
        ({"verification": FAILED}, GOOD, "failed"),
        ({"verification": PASSED}, GOOD, ""),
        ({"is_current": True}, Condition(FileState.CHANGED, "x"), "current, changed"),
        ({}, Condition(FileState.MISSING, "x"), "missing"),
        ({}, Condition(FileState.UNREADABLE, "x"), "unreadable"),
        ({}, Condition(FileState.OUTSIDE, "x"), "elsewhere"),
    ],
)
def test_mark(
    qapp: QApplication, changes: dict[str, object], condition: Condition, word: str
) -> None:
    version = dataclasses.replace(VERSION, **changes)  # type: ignore[arg-type]
    assert mark(state(version, condition), version) == word


@pytest.mark.parametrize(
    ("changes", "condition", "sentence"),
    [
        ({}, GOOD, "Kept; it judges nothing now."),
        ({"is_current": True}, GOOD, "Current: it judges every scan."),
        ({"is_current": True, "pinned": True}, GOOD, "Pinned by configuration"),
        ({"retired": "2026-11-03"}, GOOD, "Retired 3 Nov 2026; kept"),
        ({"verification": FAILED}, GOOD, "Failed its verification on 3 Nov 2026: Weights are"),
        ({"is_current": True}, Condition(FileState.MISSING, "It is gone."), "It is gone."),
        ({}, Condition(FileState.CHANGED, "x"), "The file of AVA model v2 is no longer the one"),
        ({}, Condition(FileState.OUTSIDE, "x"), "The file of AVA model v2 lies outside the"),
    ],
)
def test_standing(
    qapp: QApplication, changes: dict[str, object], condition: Condition, sentence: str
) -> None:
    version = dataclasses.replace(VERSION, **changes)  # type: ignore[arg-type]
    assert standing(state(version, condition), version).startswith(sentence)


def test_current_since_the_event_that_put_it_to_use(qapp: QApplication) -> None:
    version = dataclasses.replace(VERSION, is_current=True)
    event = new_event(told.PROMOTED, "ava", "v2", sha256=None, to_version="v2")
    event = dataclasses.replace(event, time="2026-11-03T10:00:00+00:00")
    later = dataclasses.replace(event, event=told.VERIFIED, to_version=None, time="2026-11-05")
    sentence = standing(state(version, GOOD, event, later), version)
    assert sentence == "Current since 3 Nov 2026: it judges every scan."
    other = dataclasses.replace(event, to_version="v1")
    assert standing(state(version, GOOD, other), version) == "Current: it judges every scan."


def test_verification_line(qapp: QApplication) -> None:
    assert verification_line(VERSION) == "Not verified yet"
    for last, line in (
        (PASSED, "Passed 3 Nov 2026, 57 photos/s here"),
        (dataclasses.replace(PASSED, photos_per_s=None), "Passed 3 Nov 2026"),
        (FAILED, "Failed 3 Nov 2026"),
    ):
        assert verification_line(dataclasses.replace(VERSION, verification=last)) == line


@pytest.mark.parametrize("event", [v for k, v in vars(told).items() if k.isupper()])
def test_every_event_has_a_title_that_names_the_version(qapp: QApplication, event: str) -> None:
    title = event_title(new_event(event, "ava", "run-a", sha256=None))
    assert "run-a" in title
    assert title != f"run-a: {event}"


def test_titles_tell_where_from_and_what_was_forced(qapp: QApplication) -> None:
    moved = new_event(told.PROMOTED, "ava", "v2", sha256=None, from_version="v1", to_version="v2")
    assert event_title(moved) == "v2 promoted (before: v1)"
    forced = dataclasses.replace(moved, details={"forced": True})
    assert event_title(forced).startswith("v2 promoted in spite of its verification")
    assert event_title(dataclasses.replace(moved, event="blessed")).startswith("v2: blessed")


def test_dates_that_are_none_are_shown_as_they_are(qapp: QApplication) -> None:
    assert day("2026-01-18") == "18 Jan 2026"
    assert day("last summer") == "last summer"
    assert moment("soon") == "soon"
    assert moment("2026-01-18T10:00:00+00:00").startswith("18 Jan 2026, ")


def test_alarms_are_about_what_is_in_use(qapp: QApplication) -> None:
    missing = Condition(FileState.MISSING, "It is gone.")
    assert alarms(state(VERSION, missing)) == []
    current = dataclasses.replace(VERSION, is_current=True)
    assert alarms(state(current, missing)) == ["It is gone."]
    broken = dataclasses.replace(state(current, missing), trouble="Line 3.")
    assert alarms(broken) == ["Line 3.", "It is gone."]
