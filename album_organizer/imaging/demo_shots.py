"""The shot list of the demo album: which photo is taken when, of what, and what goes wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the scene's width and height."""

_WHOLE: Box = (0.05, 0.05, 0.95, 0.95)


@dataclass(frozen=True, slots=True)
class Mishap:
    """What sets a frame apart from a perfect one.

    Attributes:
        ev: Exposure error in stops, in linear light.
        blur: Radius of the defocus in pixels.
        motion: Length of the shake in pixels.
        noise: Standard deviation of the sensor noise, as a share of white.
        bias_ev: Exposure compensation as EXIF tells it; the mark of a bracket.
    """

    ev: float = 0.0
    blur: float = 0.0
    motion: float = 0.0
    noise: float = 0.0
    bias_ev: float = 0.0


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo of the demo album.

    Attributes:
        number: Of the file name: ``IMG_0412.JPG``.
        folder: Subfolder of the album.
        scene: File of the bundled picture.
        box: Framing.
        taken_at: Capture time.
        mishap: What goes wrong.
        handheld: Whether the framing wanders a little.
        exposure_s: Exposure time in seconds.
        iso: Sensitivity.
        orientation: EXIF orientation that the file is stored with, 1..8.
        truncated: The file is cut off in the middle, as by a card pulled too early.
    """

    number: int
    folder: str
    scene: str
    box: Box
    taken_at: datetime
    mishap: Mishap
    handheld: bool
    exposure_s: float
    iso: int
    orientation: int
    truncated: bool

    @property
    def path(self) -> str:
        """POSIX path relative to the album."""
        return f"{self.folder}/IMG_{self.number:04d}.JPG"


@dataclass(frozen=True, slots=True)
class _Series:
    """Shots of one scene, one after the other.

    Attributes:
        scene: File of the bundled picture.
        pause_s: Seconds since the series before.
        frames: One entry per shot.
        box: Framing of all of them.
        gap_s: Seconds between two shots.
        handheld: Whether the framing wanders.
        exposure_s: Exposure time of a frame without exposure error.
        iso: Sensitivity.
        orientation: EXIF orientation of the files.
        truncated: The last shot is cut off.
    """

    scene: str
    pause_s: float
    frames: tuple[Mishap, ...] = (Mishap(),)
    box: Box = _WHOLE
    gap_s: float = 0.7
    handheld: bool = True
    exposure_s: float = 1 / 250
    iso: int = 100
    orientation: int = 1
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class _Day:
    folder: str
    starts_at: datetime
    series: tuple[_Series, ...]


_GOOD = Mishap()
_BRACKET = (
    Mishap(ev=-1.3, bias_ev=-1.3),
    Mishap(),
    Mishap(ev=1.3, bias_ev=1.3),
)

_DAYS = (
    _Day(
        "2026-05-16 Summer Palace",
        datetime(2026, 5, 16, 10, 42, 7, 310_000),
        (
            _Series(
                "china.jpg",
                0,
                (Mishap(motion=9), _GOOD, Mishap(blur=0.8), Mishap(ev=0.9), _GOOD),
            ),
            _Series("china.jpg", 95, box=(0.08, 0.04, 0.58, 0.54)),
            _Series("china.jpg", 210, (_GOOD, _GOOD), box=(0.45, 0.35, 0.96, 0.96)),
            _Series(
                "flower.jpg",
                1260,
                (_GOOD, Mishap(blur=2.2), Mishap(ev=1.1), _GOOD),
                exposure_s=1 / 500,
            ),
            _Series(
                "flower.jpg",
                340,
                _BRACKET,
                box=(0.24, 0.14, 0.74, 0.88),
                gap_s=0.4,
                handheld=False,
                orientation=6,
            ),
        ),
    ),
    _Day(
        "2026-05-23 Launch",
        datetime(2026, 5, 23, 20, 5, 31, 80_000),
        (
            _Series(
                "rocket.jpg",
                0,
                (Mishap(noise=0.035), _GOOD, Mishap(motion=7), Mishap(ev=-1.6, noise=0.02)),
                exposure_s=1 / 8,
                iso=1600,
            ),
            _Series("rocket.jpg", 130, box=(0.36, 0.17, 0.66, 0.96), exposure_s=1 / 8, iso=1600),
            _Series(
                "astronaut.png",
                1510,
                (Mishap(ev=-1.2), _GOOD, Mishap(blur=1.6), _GOOD),
                exposure_s=1 / 125,
                iso=200,
                orientation=8,
            ),
            _Series("astronaut.png", 75, box=(0.2, 0.03, 0.72, 0.45), exposure_s=1 / 125, iso=200),
            _Series("hubble_deep_field.jpg", 9300, exposure_s=30.0, iso=3200),
            _Series(
                "hubble_deep_field.jpg",
                240,
                box=(0.46, 0.35, 0.96, 0.85),
                exposure_s=30.0,
                iso=3200,
                truncated=True,
            ),
        ),
    ),
    _Day(
        "2026-06-07 At home",
        datetime(2026, 6, 7, 9, 12, 55, 620_000),
        (
            _Series(
                "coffee.png",
                0,
                (_GOOD, Mishap(motion=6), Mishap(ev=-0.9)),
                exposure_s=1 / 60,
                iso=400,
            ),
            _Series("coffee.png", 160, box=(0.25, 0.04, 0.75, 0.62), exposure_s=1 / 60, iso=400),
            _Series(
                "chelsea.png",
                1900,
                (Mishap(motion=8), _GOOD, Mishap(noise=0.05), Mishap(blur=1.2), _GOOD),
                exposure_s=1 / 80,
                iso=800,
            ),
            _Series("chelsea.png", 420, box=(0.28, 0.15, 0.86, 0.95), exposure_s=1 / 80, iso=800),
            _Series("motorcycle_left.png", 7250, exposure_s=1 / 40, iso=640, handheld=False),
            _Series("motorcycle_right.png", 2.5, exposure_s=1 / 40, iso=640, handheld=False),
            _Series(
                "motorcycle_left.png", 66, box=(0.5, 0.1, 0.96, 0.9), exposure_s=1 / 40, iso=640
            ),
        ),
    ),
)
_FIRST_NUMBER = 412


def demo_shots() -> list[Shot]:
    """All shots, in the order in which they are taken."""
    return [
        replace(shot, number=number) for number, shot in enumerate(_shots(), start=_FIRST_NUMBER)
    ]


def _shots() -> Iterator[Shot]:
    for day in _DAYS:
        now = day.starts_at
        for series in day.series:
            now += timedelta(seconds=series.pause_s)
            for position, mishap in enumerate(series.frames):
                yield Shot(
                    number=0,
                    folder=day.folder,
                    scene=series.scene,
                    box=series.box,
                    taken_at=now + timedelta(seconds=position * series.gap_s),
                    mishap=mishap,
                    handheld=series.handheld,
                    exposure_s=series.exposure_s * 2**mishap.ev,
                    iso=series.iso,
                    orientation=series.orientation,
                    truncated=series.truncated and position == len(series.frames) - 1,
                )
