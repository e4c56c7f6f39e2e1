"""What verifying a checkpoint tells: a list of checks, each passed or not, with its sentence."""

from dataclasses import dataclass, field

from album_organizer.i18n import tr


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What, in a few words: ``"Weights fit the network"``.
        passed: Whether it is as it should be.
        detail: What was found; a whole sentence where it failed.
    """

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome for one checkpoint on this machine.

    Attributes:
        checks: In the order in which they were made; the first failed one may have ended the
            verification.
        photos_per_s: Photos prepared and judged per second on all cores of this machine, without
            decoding; None if it did not come that far.
    """

    checks: tuple[Check, ...]
    photos_per_s: float | None = None

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)

    @property
    def sentence(self) -> str:
        """Everything that failed, or that nothing did."""
        failed = [check.detail for check in self.checks if not check.passed]
        if failed:
            return " ".join(failed)
        if self.photos_per_s is None:
            return tr("All {n} checks passed.").format(n=len(self.checks))
        return tr("All {n} checks passed, {speed:.0f} photos/s here.").format(
            n=len(self.checks), speed=self.photos_per_s
        )


@dataclass(frozen=True, slots=True)
class CheckpointFacts:
    """What a checkpoint tells about itself when it is registered.

    Attributes:
        architecture: For example ``"resnet50, distribution"``.
        metrics: The ``val_*`` figures that its training left in it.
        epoch: The training epoch it was taken from, if told.
        data: What it was trained on, as far as its configuration says, or None.
    """

    architecture: str
    metrics: dict[str, float] = field(default_factory=dict)
    epoch: int | None = None
    data: str | None = None
