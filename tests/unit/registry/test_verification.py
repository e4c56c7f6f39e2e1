"""Nothing is put to use before it was verified; what was found stands in the history."""

import threading
from pathlib import Path

import pytest

from album_organizer.domain.errors import (
    JobCancelled,
    ModelError,
    OutsideModelsError,
    UsageError,
)
from album_organizer.domain.job import Job
from album_organizer.domain.verification import Verification
from album_organizer.registry.condition import FileState
from album_organizer.registry.registry import Registry
from tests.unit.registry.models import BUILT_IN, TINY, TinyInspector, checkpoint, new_home

V2 = "models/album_app_v2/ava_aesthetic_model.pt"


def with_bad(home: Path) -> Registry:
    registry = new_home(home)
    registry.add("ava", checkpoint(home / "bad.pt", "BAD"))
    return registry


def events(registry: Registry) -> list[str]:
    return [event.event for event in registry.history("ava")]


def test_outcome_is_told_and_remembered(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    assert registry.find("ava", "v2").verification is None
    outcome = registry.verify("ava", "v2")
    assert outcome.passed
    assert outcome.sentence == "All 3 checks passed, 60 photos/s here."
    last = registry.find("ava", "v2").verification
    assert last is not None
    assert (last.passed, last.sentence, last.photos_per_s) == (True, outcome.sentence, 60.2)
    event = registry.history("ava")[-1]
    assert event.event == "verified"
    assert event.sha256 == registry.find("ava", "v2").sha256
    assert event.details is not None
    assert [check["name"] for check in event.details["checks"]] == [
        "File as registered", "Reads", "Scores",
    ]  # fmt: skip


def test_failure_is_told_and_remembered(tmp_path: Path) -> None:
    registry = with_bad(tmp_path)
    outcome = registry.verify("ava", "v3")
    assert not outcome.passed
    assert outcome.sentence.endswith("gives no finite score.")
    last = registry.find("ava", "v3").verification
    assert last is not None
    assert not last.passed
    assert events(registry)[-1] == "failed verification"


def test_failed_verification_blocks_promotion(tmp_path: Path) -> None:
    registry = with_bad(tmp_path)
    with pytest.raises(ModelError, match=r"AVA model v3 was not put to use.*no finite score"):
        registry.promote("ava", "v3", "I want it")
    assert registry.current("ava").version == "v1"


def test_force_needs_a_reason_and_is_written_down(tmp_path: Path) -> None:
    registry = with_bad(tmp_path)
    with pytest.raises(UsageError, match="needs its reason"):
        registry.promote("ava", "v3", force=True)
    assert registry.promote("ava", "v3", "to look into it", force=True).is_current
    event = registry.history("ava")[-1]
    assert (event.event, event.reason) == ("promoted", "to look into it")
    assert event.details == {"forced": True, "failed": ["Scores"]}
    assert registry.rollback("ava").version == "v1"


def test_force_that_was_not_needed_leaves_no_mark(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    registry.promote("ava", "v2", "sure", force=True)
    assert registry.history("ava")[-1].details is None


@pytest.mark.parametrize("content", [None, "OK but another"])
def test_force_never_serves_another_file(tmp_path: Path, content: str | None) -> None:
    registry = new_home(tmp_path)
    (tmp_path / V2).unlink()
    if content is not None:
        checkpoint(tmp_path / V2, content)
    with pytest.raises(ModelError, match=r"is missing|no longer the file"):
        registry.promote("ava", "v2", "please", force=True)
    assert registry.current("ava").version == "v1"
    assert not registry.verify("ava", "v2").passed


def test_verification_of_a_file_that_changes_meanwhile_fails(tmp_path: Path) -> None:
    new_home(tmp_path)

    class Swapper(TinyInspector):
        def verify(self, path: Path, kind: str, job: Job) -> Verification:
            found = super().verify(path, kind, job)
            checkpoint(path, "OK swapped")
            return found

    registry = Registry(tmp_path, Swapper())
    outcome = registry.verify("ava", "v2")
    assert "changed while it was being verified" in outcome.sentence
    with pytest.raises(ModelError, match="no longer the file"):
        registry.promote("ava", "v2", "x", force=True)


def test_verification_counts_for_its_file_only(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    registry.verify("ava", "v2")
    text = (tmp_path / "models" / "registry.yaml").read_text()
    sha256 = registry.find("ava", "v2").sha256 or ""
    (tmp_path / "models" / "registry.yaml").write_text(text.replace(sha256, "0" * 64))
    assert registry.find("ava", "v2").verification is None


def test_first_verification_completes_an_entry_written_by_hand(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    mine = checkpoint(tmp_path / "models" / "mine" / "a.pt", "OK mine")
    file = tmp_path / "models" / "registry.yaml"
    file.write_text(
        file.read_text().replace(
            "    versions:\n", "    versions:\n      m: {path: models/mine/a.pt}\n"
        )
    )
    assert registry.find("ava", "m").sha256 is None
    assert registry.verify("ava", "m").passed
    found = registry.find("ava", "m")
    assert found.sha256 == registry.condition(found).sha256
    assert found.verification is not None
    checkpoint(mine, "OK retrained")
    assert registry.condition(registry.find("ava", "m")).state is FileState.CHANGED


def test_cancelled_verification_changes_nothing(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    job, before = Job(), registry.history("ava")
    job.cancel()
    with pytest.raises(JobCancelled):
        registry.promote("ava", "v2", job=job)
    assert registry.history("ava") == before
    assert registry.current("ava").version == "v1"


def outside_entry(home: Path) -> Registry:
    registry = new_home(home)
    checkpoint(home.parent / "elsewhere.pt", "OK elsewhere")
    file = home / "models" / "registry.yaml"
    entry = "    versions:\n      far: {path: ../elsewhere.pt}\n"
    file.write_text(file.read_text().replace("    versions:\n", entry))
    return registry


def test_path_outside_needs_consent_which_is_remembered(tmp_path: Path) -> None:
    registry = outside_entry(tmp_path / "home")
    for attempt in (registry.verify, registry.promote):
        with pytest.raises(OutsideModelsError, match=r"is outside .*--allow-outside"):
            attempt("ava", "far")
    assert registry.find("ava", "far").sha256 is None
    assert registry.verify("ava", "far", allow_outside=True).passed
    assert registry.promote("ava", "far").is_current
    assert "path confirmed" in events(registry)
    assert Registry(tmp_path / "home", TINY).verify_file(registry.current("ava")).version == "far"


def test_consent_counts_for_one_place_only(tmp_path: Path) -> None:
    registry = outside_entry(tmp_path / "home")
    registry.verify("ava", "far", allow_outside=True)
    file = tmp_path / "home" / "models" / "registry.yaml"
    checkpoint(tmp_path / "other.pt", "OK other")
    file.write_text(file.read_text().replace("../elsewhere.pt", "../other.pt"))
    with pytest.raises(OutsideModelsError):
        registry.verify("ava", "far")


def test_link_that_is_turned_elsewhere_needs_consent_again(tmp_path: Path) -> None:
    registry = new_home(tmp_path / "home")
    link = tmp_path / "home" / V2
    for name in ("a.pt", "b.pt"):
        checkpoint(tmp_path / name, "OK 2")
    link.unlink()
    link.symlink_to(tmp_path / "a.pt")
    assert registry.verify("ava", "v2", allow_outside=True).passed
    link.unlink()
    link.symlink_to(tmp_path / "b.pt")
    with pytest.raises(OutsideModelsError):
        registry.verify("ava", "v2")


@pytest.mark.parametrize("target", ["/dev/zero", "/dev/null", "/"])
def test_no_device_is_read_as_a_checkpoint(tmp_path: Path, target: str) -> None:
    registry = new_home(tmp_path)
    link = tmp_path / V2
    link.unlink()
    link.symlink_to(target)
    outcome = registry.verify("ava", "v2", allow_outside=True)
    assert not outcome.passed
    assert "no ordinary file" in outcome.sentence


def test_condition_of_every_file(tmp_path: Path) -> None:
    registry = new_home(tmp_path)
    assert registry.condition(registry.find("ava", "v1")).state is FileState.GOOD
    checkpoint(tmp_path / BUILT_IN, "OK retrained")
    changed = registry.condition(registry.find("ava", "v1"))
    assert changed.state is FileState.CHANGED
    assert "register this one as a new version" in changed.sentence
    (tmp_path / BUILT_IN).unlink()
    assert registry.condition(registry.find("ava", "v1")).state is FileState.MISSING


def test_verifying_waits_for_nobody_but_the_history(tmp_path: Path) -> None:
    """While one version is being looked at, another window can switch."""
    new_home(tmp_path)
    looking, go_on = threading.Event(), threading.Event()

    class Slow(TinyInspector):
        def verify(self, path: Path, kind: str, job: Job) -> Verification:
            looking.set()
            assert go_on.wait(20)
            return super().verify(path, kind, job)

    worker = threading.Thread(target=lambda: Registry(tmp_path, Slow()).verify("ava", "v2"))
    worker.start()
    assert looking.wait(20)
    other = Registry(tmp_path, TINY)
    assert other.promote("ava", "v2").is_current
    go_on.set()
    worker.join()
    assert other.current("ava").version == "v2"
