"""Quality of the faces in a photo: sharp, well exposed, eyes open."""

import threading
from dataclasses import dataclass
from typing import Final

import cv2
import cv2.data
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from album_organizer.ml.technical import exposure_of, sharpness_of, to_grey

DETECTION_SIDE: Final = 320
"""Longer side in pixels at which faces are looked for."""

SMALLEST_FACE: Final = 28
"""Side in pixels of the smallest face that is looked for, about a twelfth of the picture."""

SCALE_STEP: Final = 1.25
MIN_NEIGHBOURS: Final = 3

EYES_BAND: Final = (0.15, 0.60)
"""Part of a face's height that holds the eyes."""

EYES_BAND_SIZE: Final = (120, 54)
"""Width and height in pixels to which that part is scaled before eyes are looked for."""

SMALLEST_EYE: Final = 16

VOTE_WEIGHT: Final = 3
MIN_CONFIDENCE: Final = 9
"""A find counts as a face if its overlapping detections plus :data:`VOTE_WEIGHT` times its eye
votes reach this. Tuned on 722 photos: keeps sleeping and laughing people, drops most dogs
and patterns."""

WEIGHTS: Final = {"sharpness": 0.4, "exposure": 0.25, "eyes": 0.35}
"""Shares of what counts on a face."""

_FACE_CASCADE: Final = "haarcascade_frontalface_alt2.xml"
_EYE_CASCADES: Final = ("haarcascade_eye.xml", "haarcascade_eye_tree_eyeglasses.xml")
_EYES: Final = 2

GreyPicture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Face:
    """A face that was found.

    Attributes:
        left: Position in shares of the picture's width, 0..1.
        top: Position in shares of its height.
        width: In shares of the picture's width.
        height: In shares of its height.
        eyes: How surely both eyes are visible and open, 0..1.
    """

    left: float
    top: float
    width: float
    height: float
    eyes: float

    @property
    def area(self) -> float:
        """In shares of the picture."""
        return self.width * self.height


def portrait_quality(image: Image.Image) -> float | None:
    """Judges the faces of a photo.

    Each face counts with its area: of two people in front and ten behind, the two matter. A face's
    quality is the weighted mean (:data:`WEIGHTS`) of its sharpness and exposure, measured like
    those of a whole photo, and of its eyes.

    Args:
        image: Upright RGB picture; best about 512 pixels, at which faces are measured as they are.

    Returns:
        0..1, or None if no face was found. Frontal faces from about a twelfth of the picture are
        found; faces in profile or upside down are not.
    """
    rgb = image.convert("RGB")
    faces = find_faces(rgb)
    if not faces:
        return None
    pixels = np.asarray(rgb)
    total = sum(face.area for face in faces)
    return min(1.0, sum(face.area * _quality(face, pixels) for face in faces) / total)


def find_faces(image: Image.Image) -> list[Face]:
    """Finds frontal faces (Viola and Jones, "Rapid object detection", CVPR 2001).

    The detector takes some animals and patterns for faces, and the detector of eyes misses closed
    ones; a find is kept if it is strong, or if weaker but with eyes where eyes belong.

    Args:
        image: Upright RGB picture.

    Returns:
        The faces, largest first.
    """
    grey = image.convert("L")
    scale = DETECTION_SIDE / max(grey.size)
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    picture = np.asarray(grey.resize(size, Image.Resampling.BILINEAR))
    boxes, supports = _cascades.of_this_thread()[0].detectMultiScale2(
        picture, SCALE_STEP, MIN_NEIGHBOURS, minSize=(SMALLEST_FACE, SMALLEST_FACE)
    )
    faces = []
    for box, support in zip(boxes, supports, strict=True):
        left, top, width, height = (int(number) for number in box)
        votes = _eye_votes(picture[top : top + height, left : left + width])
        if int(support) + VOTE_WEIGHT * votes >= MIN_CONFIDENCE:
            eyes = votes / (_EYES * len(_EYE_CASCADES))
            faces.append(
                Face(left / size[0], top / size[1], width / size[0], height / size[1], eyes)
            )
    return sorted(faces, key=lambda face: (-face.area, face.left, face.top))


class _ThreadCascades(threading.local):
    """The cascades of each thread; one cascade must not be used by two threads at once."""

    def __init__(self) -> None:
        self._loaded: list[cv2.CascadeClassifier] = []

    def of_this_thread(self) -> list[cv2.CascadeClassifier]:
        """The cascade for faces, then those for eyes."""
        if not self._loaded:
            # Every core has a worker thread already; OpenCV's own team would only get in their way.
            cv2.setNumThreads(1)
            names = (_FACE_CASCADE, *_EYE_CASCADES)
            self._loaded = [cv2.CascadeClassifier(cv2.data.haarcascades + name) for name in names]
        return self._loaded


_cascades: Final = _ThreadCascades()


def _eye_votes(face: GreyPicture) -> int:
    """How many eyes the detectors see, up to two each."""
    upper, lower = (round(share * face.shape[0]) for share in EYES_BAND)
    band = cv2.resize(face[upper:lower], EYES_BAND_SIZE)
    found = (
        len(cascade.detectMultiScale(band, 1.1, 3, minSize=(SMALLEST_EYE, SMALLEST_EYE)))
        for cascade in _cascades.of_this_thread()[1:]
    )
    return sum(min(_EYES, eyes) for eyes in found)


def _quality(face: Face, pixels: NDArray[np.uint8]) -> float:
    """Quality of one face, 0..1."""
    height, width = pixels.shape[:2]
    rows = slice(int(face.top * height), max(1, round((face.top + face.height) * height)))
    columns = slice(int(face.left * width), max(1, round((face.left + face.width) * width)))
    region = np.ascontiguousarray(pixels[rows, columns])
    return (
        WEIGHTS["sharpness"] * sharpness_of(to_grey(region))
        + WEIGHTS["exposure"] * exposure_of(region)
        + WEIGHTS["eyes"] * face.eyes
    )
