"""What is measured on every photo besides its AVA score; independent of the models."""

from PIL import Image

from album_organizer.domain.scores import PhotoAnalysis
from album_organizer.imaging.similarity import layout_embedding, perceptual_hash
from album_organizer.ml.portrait import portrait_quality
from album_organizer.ml.technical import technical_quality

ANALYSIS_VERSION = "2"
"""Part of the cache key: raise it whenever a measurement below changes its numbers."""

ANALYSIS_SIDE = 512
"""Longer side in pixels on which everything is measured, so that figures do not depend on size."""


def reduced(image: Image.Image) -> Image.Image:
    """The small picture on which everything is measured and from which the thumbnail is made.

    Args:
        image: Upright RGB picture; stays as it is.

    Returns:
        A copy with a longer side of at most :data:`ANALYSIS_SIDE` pixels.
    """
    small = image.copy()
    small.thumbnail((ANALYSIS_SIDE, ANALYSIS_SIDE), Image.Resampling.BILINEAR, reducing_gap=None)
    return small


def analyse(small: Image.Image) -> PhotoAnalysis:
    """Measures a photo.

    Args:
        small: From :func:`reduced`.

    Returns:
        Technical quality, faces, perceptual hash and embedding.
    """
    return PhotoAnalysis(
        technical=technical_quality(small),
        portrait=portrait_quality(small),
        perceptual_hash=perceptual_hash(small),
        embedding=layout_embedding(small),
    )
