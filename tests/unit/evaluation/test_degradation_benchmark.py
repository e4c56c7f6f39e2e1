import numpy as np
import skimage.data
from PIL import Image

from album_organizer.evaluation.degradation_benchmark import benchmark
from album_organizer.imaging.degradations import Pixels

PHOTO: Pixels = np.asarray(Image.fromarray(skimage.data.coffee()).resize((150, 100)))


def test_benchmark_has_its_27_variants() -> None:
    variants = benchmark()
    assert len(variants) == 27
    counts = {family: 0 for family, _ in variants.values()}
    for family, damage in variants.values():
        counts[family] += 1
        assert not np.array_equal(damage(PHOTO), PHOTO)
    assert counts == {
        "blur": 4,
        "jpeg": 5,
        "exposure": 4,
        "edge crop": 4,
        "corner crop": 4,
        "aspect crop": 4,
        "centre crop": 2,
    }
