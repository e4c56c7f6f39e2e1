import dataclasses
import json
from pathlib import Path

import pytest

from album_organizer.cli.model_output import standing, version_to_dict
from album_organizer.registry.condition import FileState
from album_organizer.registry.model_version import LastVerification, ModelVersion

PLAIN = ModelVersion("ava", "[v]", Path("/a.pt"), "/a.pt")
PASSED = LastVerification("2026-11-03T10:00:00+00:00", True, "All 8 checks passed.", 57.0)
FAILED = LastVerification("2026-11-03T10:00:00+00:00", False, "Weights are missing.", None)


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        ({}, FileState.GOOD, "not verified"),
        ({"is_current": True}, FileState.GOOD, "current, not verified"),
        (
            {"is_current": True, "pinned": True},
            FileState.GOOD,
            "pinned by configuration, not verified",
        ),
        ({"verification": PASSED}, FileState.GOOD, "verified"),
        ({"verification": FAILED}, FileState.GOOD, "failed verification"),
        ({"retired": "2026-11-03", "verification": PASSED}, FileState.GOOD, "retired, verified"),
        ({"is_current": True, "verification": PASSED}, FileState.CHANGED, "current, file changed"),
        ({}, FileState.MISSING, "file missing"),
        ({}, FileState.OUTSIDE, "file outside the models folder"),
        ({}, FileState.UNREADABLE, "file unreadable"),
    ],
)
def test_standing_of_a_version(changes: dict[str, object], state: FileState, words: str) -> None:
    assert standing(dataclasses.replace(PLAIN, **changes), state) == words  # type: ignore[arg-type]


def test_a_version_as_json() -> None:
    version = dataclasses.replace(
        PLAIN,
        sha256="ab",
        metrics={"val_mse": 0.35},
        is_current=True,
        note="n",
        source="outputs/run",
        verification=PASSED,
    )
    told = version_to_dict(version, FileState.GOOD)
    assert json.loads(json.dumps(told)) == told
    assert (told["version"], told["current"], told["pinned"]) == ("[v]", True, False)
    assert (told["note"], told["source"], told["file"]) == ("n", "outputs/run", "good")
    assert told["verified"] == {
        "time": "2026-11-03T10:00:00+00:00",
        "passed": True,
        "result": "All 8 checks passed.",
        "photos_per_s": 57.0,
    }
    assert version_to_dict(PLAIN, FileState.GOOD)["verified"] is None
