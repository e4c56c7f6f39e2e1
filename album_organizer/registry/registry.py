"""Which model versions there are, which one is in use, and how to change that safely."""

import dataclasses
import datetime
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from album_organizer.domain.errors import AlbumError, ModelError, UsageError
from album_organizer.domain.job import Job
from album_organizer.domain.verification import Check, CheckpointFacts, Verification
from album_organizer.registry import history as told
from album_organizer.registry.condition import FileState
from album_organizer.registry.history import Event, new_event
from album_organizer.registry.model_version import PINNED, ModelVersion, clean, require_kind
from album_organizer.registry.reader import VersionReader
from album_organizer.registry.registration import register


class Inspector(Protocol):
    """Looks into checkpoints; the real one imports PyTorch."""

    def describe(self, path: Path, kind: str) -> CheckpointFacts:
        """What a checkpoint tells about itself; raises ModelError if it is none of that kind."""

    def verify(self, path: Path, kind: str, job: Job) -> Verification:
        """Whether it works; never raises for a bad checkpoint."""


class Registry(VersionReader):
    """The versions in a home folder, and every way to change them.

    Every call reads the files anew, so that several windows and commands see each other's
    changes; changes are made under a lock. The methods are safe to call from any thread.

    Args:
        home: The home folder.
        inspector: Looks into checkpoints.
        root: Folder with the models/ that the program came with; by default its own.
    """

    def __init__(self, home: Path, inspector: Inspector, root: Path | None = None) -> None:
        super().__init__(home, root)
        self._inspector = inspector

    def verify_file(self, version: ModelVersion) -> ModelVersion:
        """Makes sure that a version's file is the one that was registered.

        Fills in the sha256 of an entry that was written by hand.

        Returns:
            The version with its sha256.

        Raises:
            ModelError: If the file is missing, cannot be read, lies outside the models folder
                (unless the configuration or a person chose that), or has another content than
                registered.
        """
        condition = self.condition(version)
        condition.require_good()
        sha256 = condition.sha256 or ""
        if version.sha256 is None and version.version != PINNED:
            self._complete(version, sha256)
        return dataclasses.replace(version, sha256=sha256)

    def add(
        self, kind: str, source: Path, version: str | None = None, note: str | None = None
    ) -> ModelVersion:
        """Registers a checkpoint, or the one in a training folder, under a new name.

        A file inside the models folder is registered where it lies; any other is copied into
        models/album_app_<version>/ and its source never touched. The first version of a kind
        becomes the current one, otherwise nothing changes for the next scan.

        Args:
            kind: ``"ava"`` or ``"siamese"``.
            source: The checkpoint (a .safetensors file has its YAML card beside it), or a folder
                with best_model.pt and, optionally, config.yaml and training_history.json.
            version: Its name; by default the next of v1, v2, ...
            note: What the person says of it.

        Raises:
            UsageError: If the kind or name is wrong or the name is taken.
            ModelError: If the checkpoint cannot be read as a model of that kind, or copied.
        """
        require_kind(kind)
        name = register(self._files, self._inspector.describe, kind, source, version, note)
        has_current = self._files.shelf.read().document.current(kind) is not None
        return self.find(kind, name) if has_current else self.promote(kind, name)

    def add_offered(self) -> list[ModelVersion]:
        """Copies and registers the versions of :meth:`offered`; none of them is put to use.

        Raises:
            UsageError: If another window or command holds the lock too long.
            ModelError: If registry.yaml cannot be used, or a file is damaged or cannot be copied;
                those before it stay registered.
        """
        trouble = self.trouble()
        if trouble is not None:
            raise ModelError(trouble)
        added = [(version.kind, self._builtin.add(version)) for version in self.offered()]
        return [self.find(kind, name) for kind, name in added]

    def verify(
        self, kind: str, name: str, job: Job | None = None, *, allow_outside: bool = False
    ) -> Verification:
        """Looks whether a version works on this machine, and writes the outcome to the history.

        Args:
            kind: Model kind.
            name: Version, or ``pinned``.
            job: Progress and cancel.
            allow_outside: The person agrees that its file lies outside the models folder; this is
                remembered for that place.

        Raises:
            UsageError: If there is no such kind or version.
            OutsideModelsError: If its file lies outside the models folder without consent.
            ModelError: If the history cannot be written.
            JobCancelled: If the job was asked to stop.
        """
        return self._verify(self.find(kind, name), job or Job(), allow_outside)[1]

    def promote(
        self,
        kind: str,
        name: str,
        reason: str | None = None,
        *,
        force: bool = False,
        allow_outside: bool = False,
        job: Job | None = None,
    ) -> ModelVersion:
        """Makes a version the current one, after verifying it.

        Args:
            kind: Model kind.
            name: Version.
            reason: For the history; needed with ``force``.
            force: Put it to use although the verification fails, unless its file is missing or
                is not the registered one.
            allow_outside: See :meth:`verify`.
            job: Progress and cancel.

        Raises:
            UsageError: If there is no such kind or version, it is retired, or a reason is missing.
            ModelError: If the verification failed; the version in use stays.
            JobCancelled: If the job was asked to stop.
        """
        version, reason = self.find(kind, name, registered=True), clean(reason)
        if version.retired is not None:
            raise UsageError(
                f"{version.title} was retired on {version.retired}; take that back with "
                f"'album-organizer models retire {kind} {name} --undo' before promoting it."
            )
        if force and not reason:
            raise UsageError(
                "A promotion in spite of a failed verification needs its reason (--reason)."
            )
        return self._switch(told.PROMOTED, version, reason, job, force, allow_outside)

    def rollback(
        self,
        kind: str,
        reason: str | None = None,
        *,
        to: str | None = None,
        job: Job | None = None,
    ) -> ModelVersion:
        """Goes back to a version that was current before; by default the last one, like undo.

        From a checkpoint that the configuration pinned, it goes back to the registry's own.

        Raises:
            UsageError: If there is no such kind, or no such earlier version.
            ModelError: If the earlier version cannot be verified; the version in use stays.
            JobCancelled: If the job was asked to stop.
        """
        earlier = self.earlier(kind)
        if to is not None and to not in earlier:
            self.find(kind, to, registered=True)
            raise UsageError(
                f"{to} is not one of the versions that rolling back, like undo, can still reach "
                f"({', '.join(earlier) or 'there is none'}); put it to use with "
                f"'album-organizer models promote {kind} {to}'."
            )
        if not earlier:
            others = [v.version for v in self.versions(kind) if not (v.is_current or v.retired)]
            raise UsageError(
                f"There is no earlier version of {kind} to go back to; choose one with "
                f"'album-organizer models promote {kind} VERSION' ({', '.join(others) or 'none'})."
            )
        version = self.find(kind, to or earlier[0], registered=True)
        return self._switch(told.ROLLED_BACK, version, clean(reason), job, False, False)

    def retire(self, kind: str, name: str, reason: str | None = None) -> ModelVersion:
        """Takes a version out of service; its file and history stay.

        Raises:
            UsageError: If there is no such kind or version, or it is the current one.
            ModelError: If registry.yaml cannot be changed.
        """
        version = self.find(kind, name, registered=True)
        if version.is_current:
            raise UsageError(
                f"{version.title} is in use and cannot be retired; promote another version first."
            )
        if version.retired is None:
            today = datetime.date.today().isoformat()
            event = new_event(told.RETIRED, kind, name, sha256=version.sha256, reason=clean(reason))
            self._files.edit(event, "retired", today)
        return self.find(kind, name)

    def restore(self, kind: str, name: str, reason: str | None = None) -> ModelVersion:
        """Takes a retirement back; the version can be promoted again.

        Raises:
            UsageError: If there is no such kind or version.
            ModelError: If registry.yaml cannot be changed.
        """
        version = self.find(kind, name, registered=True)
        if version.retired is not None:
            event = new_event(
                told.RESTORED, kind, name, sha256=version.sha256, reason=clean(reason)
            )
            self._files.edit(event, "retired", None)
        return self.find(kind, name)

    def set_note(self, kind: str, name: str, note: str) -> ModelVersion:
        """Writes what a person says of a version; an empty note takes it away.

        Raises:
            UsageError: If there is no such kind or version.
            ModelError: If registry.yaml cannot be changed.
        """
        version = self.find(kind, name, registered=True)
        text = clean(note)
        if text != version.note:
            event = new_event(told.NOTED, kind, name, sha256=version.sha256, reason=text)
            self._files.edit(event, "note", text)
        return self.find(kind, name)

    def record(self, event: Event) -> None:
        """Adds an event that changes no version, for example the outcome of a blind test.

        Raises:
            UsageError: If another window or command holds the lock too long.
            ModelError: If the history cannot be written.
        """
        with self._files.changing():
            self._files.append(event)

    def _verify(
        self, version: ModelVersion, job: Job, allow_outside: bool
    ) -> tuple[ModelVersion, Verification]:
        """Verifies a version and writes that down; returns it with the sha256 of its file."""
        condition = self.condition(version)
        if condition.state is FileState.OUTSIDE:
            if not allow_outside:
                condition.require_good()
            self._confirm_place(version)
            condition = self.condition(version)
        good = condition.state is FileState.GOOD
        what = "The registered file" if version.sha256 else "Not registered with a checksum yet"
        checks = [Check("File as registered", good, what if good else condition.sentence)]
        speed = None
        if good:
            found = self._inspector.verify(version.path, version.kind, job)
            checks += found.checks
            speed = found.photos_per_s
            # What was tried has to be what is put to use.
            if self.condition(version).sha256 != condition.sha256:
                sentence = f"{version.path} changed while it was being verified; try again."
                checks.append(Check("File unchanged", False, sentence))
        outcome = Verification(tuple(checks), speed)
        if good and version.sha256 is None and version.version != PINNED:
            self._complete(version, condition.sha256 or "")
        version = dataclasses.replace(version, sha256=version.sha256 or condition.sha256)
        self._write_down(version, outcome)
        return version, outcome

    def _switch(
        self,
        event: str,
        version: ModelVersion,
        reason: str | None,
        job: Job | None,
        force: bool,
        allow_outside: bool,
    ) -> ModelVersion:
        if version.is_current and not version.pinned:
            return self.verify_file(version)
        self._files.require_settings()
        verified, outcome = self._verify(version, job or Job(), allow_outside)
        details = None
        if not outcome.passed:
            self.condition(verified).require_good()
            if not force:
                raise ModelError(
                    f"{version.title} was not put to use, because it failed its verification: "
                    f"{outcome.sentence}"
                )
            failed = [check.name for check in outcome.checks if not check.passed]
            details = {"forced": True, "failed": failed}
        moved = new_event(
            event,
            version.kind,
            version.version,
            sha256=verified.sha256,
            reason=reason,
            details=details,
        )
        self._files.put_to_use(moved, verified)
        return self.find(version.kind, version.version)

    def _write_down(self, version: ModelVersion, outcome: Verification) -> None:
        details: dict[str, object] = {
            "checks": [dataclasses.asdict(check) for check in outcome.checks]
        }
        if outcome.photos_per_s is not None:
            details["photos_per_s"] = round(outcome.photos_per_s, 1)
        self.record(
            new_event(
                told.VERIFIED if outcome.passed else told.FAILED_VERIFICATION,
                version.kind,
                version.version,
                sha256=version.sha256,
                reason=outcome.sentence,
                details=details,
            )
        )

    def _confirm_place(self, version: ModelVersion) -> None:
        self.record(
            new_event(
                told.PATH_CONFIRMED,
                version.kind,
                version.version,
                sha256=version.sha256,
                reason=f"Its file may lie outside the models folder: {version.path}",
                details={"path": version.path.resolve().as_posix()},
            )
        )

    def _complete(self, version: ModelVersion, sha256: str) -> None:
        # A home that cannot be written to is no reason not to use the model.
        with suppress(AlbumError), self._files.changing():
            document = self._files.document()
            if document.entry(version.kind, version.version).sha256 is None:
                document.set_text(version.kind, version.version, "sha256", sha256)
                document.save()
