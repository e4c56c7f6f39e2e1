"""What is done to photos in an evaluation: the 27 variants of the benchmark, and more."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from zlib import crc32

import numpy as np

from album_organizer.evaluation.degradation_benchmark import benchmark
from album_organizer.imaging.degradations import (
    Pixels,
    defocus,
    motion_blur,
    noise,
    tilt,
    white_balance,
)

SIDE = 448
"""Longer side in pixels of the photos that are damaged, so that a blur of 2 pixels means the same
for every photo."""

FAMILY_WORDS = {
    "blur": "Gaussian blur",
    "jpeg": "JPEG compression",
    "exposure": "Exposure",
    "edge crop": "Edge cut off",
    "corner crop": "Cropped to a corner",
    "aspect crop": "Cropped to a strip",
    "centre crop": "Cropped to the centre",
    "defocus": "Out of focus",
    "motion": "Motion blur",
    "noise": "Noise",
    "white balance": "Colour cast",
    "tilt": "Tilted",
}
"""Family -> what a person calls it."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to damage a photo.

    Attributes:
        name: ``"exposure +2"``.
        family: ``"exposure"``.
        words: For a person: ``"exposure +2 stops"``.
        damage: Photo with a longer side of :data:`SIDE` -> worse photo.
        extra: Whether it does not belong to the benchmark of 27 and is reported apart.
    """

    name: str
    family: str
    words: str
    damage: Callable[[Pixels], Pixels]
    extra: bool


@cache
def all_variants() -> tuple[Variant, ...]:
    """The 27 of the benchmark, then the extra ones; families stay together."""
    fixed = [
        Variant(name, family, _words(name, family), damage, extra=False)
        for name, (family, damage) in benchmark().items()
    ]
    return (*fixed, *_extra())


def families(*, extra: bool) -> dict[str, list[int]]:
    """Family -> positions of its variants in :func:`all_variants`, in their order."""
    found: dict[str, list[int]] = {}
    for position, variant in enumerate(all_variants()):
        if variant.extra == extra:
            found.setdefault(variant.family, []).append(position)
    return found


def _words(name: str, family: str) -> str:
    first, *where, amount = name.split()
    place = " ".join(where)
    stops = "stop" if amount in {"-1", "+1"} else "stops"
    return {
        "blur": f"Gaussian blur, sigma {amount} px",
        "jpeg": f"JPEG quality {amount}",
        "exposure": f"exposure {_signed(amount)} {stops}",
        "edge crop": f"{amount} cut off at the {place}",
        "corner crop": f"cropped to the {place} corner, {amount} of each side",
        "aspect crop": f"cropped to the middle {amount} of its {first}",
        "centre crop": f"cropped to the middle, {amount} of each side",
    }[family]


def _extra() -> list[Variant]:
    made: list[Variant] = []

    def add(name: str, family: str, words: str, damage: Callable[[Pixels], Pixels]) -> None:
        made.append(Variant(name, family, words, damage, extra=True))

    for radius in (1.5, 3.0, 6.0):
        words = f"out of focus, a disc of {radius:g} px radius"
        add(f"defocus {radius:g}", "defocus", words, partial(defocus, radius=radius))
    for length in (5, 10, 20):
        # Neither along the rows nor along the columns, where sensors and codecs are special.
        for degrees in (20, 110):
            words = f"motion blur over {length} px at {degrees} degrees"
            damage = partial(motion_blur, length=length, angle=np.radians(degrees))
            add(f"motion {length} {degrees}", "motion", words, damage)
    for level in (0.06, 0.12, 0.25):
        add(f"noise {level:g}", "noise", f"noise of level {level:g}", partial(_noise, level=level))
    for gain in (1.25, 1.6):
        for word, red, blue in (("warm", gain, 1 / gain), ("cold", 1 / gain, gain)):
            words = f"{word} colour cast, red and blue changed by a factor of {gain:g}"
            damage = partial(white_balance, red=red, green=1.0, blue=blue)
            add(f"white balance {word} {gain:g}", "white balance", words, damage)
    for angle in (-8, -3, 3, 8):
        words = f"tilted by {_signed(f'{angle:+d}')} degrees"
        add(f"tilt {angle:+d}", "tilt", words, partial(tilt, degrees=angle))
    return made


def _noise(pixels: Pixels, level: float) -> Pixels:
    """The same noise for the same photo, whatever it is called and whenever its turn is."""
    return noise(pixels, level, np.random.default_rng(crc32(pixels.tobytes())))


def _signed(amount: str) -> str:
    return amount.replace("-", "\N{MINUS SIGN}")
