"""Technical quality: measured craft of a photo, without any model.

The same photo gives the same figures whichever model version is current. Every component lies in
0..1, higher is better, and does not rise under its own kind of damage; below
:data:`~album_organizer.domain.scores.FAULT` it is worth a sentence.
"""

from album_organizer.ml.technical.focus import sharpness_of
from album_organizer.ml.technical.quality import WEIGHTS, WORKING_SIDE, technical_quality
from album_organizer.ml.technical.tiles import to_grey
from album_organizer.ml.technical.tones import exposure_of

__all__ = [
    "WEIGHTS",
    "WORKING_SIDE",
    "exposure_of",
    "sharpness_of",
    "technical_quality",
    "to_grey",
]
