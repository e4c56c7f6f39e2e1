"""The fixed degradation benchmark: 27 ways to make a photo worse, in six families."""

from collections.abc import Callable
from functools import partial

from album_organizer.imaging.degradations import Pixels, crop, exposure, gaussian_blur, jpeg


def benchmark() -> dict[str, tuple[str, Callable[[Pixels], Pixels]]]:
    """The fixed degradation benchmark: name of the variant -> (family, damage); 27 variants."""
    variants: dict[str, tuple[str, Callable[[Pixels], Pixels]]] = {}
    for sigma in (1, 2, 4, 8):
        variants[f"blur {sigma}"] = ("blur", partial(gaussian_blur, sigma=sigma))
    for quality in (80, 60, 40, 20, 10):
        variants[f"jpeg {quality}"] = ("jpeg", partial(jpeg, quality=quality))
    for stops in (-2, -1, 1, 2):
        variants[f"exposure {stops:+d}"] = ("exposure", partial(exposure, stops=stops))
    for side, anchor in (("left", (1.0, 0.5)), ("bottom", (0.5, 0.0))):
        for cut in (0.2, 0.3):
            kept = (1 - cut, 1.0) if side == "left" else (1.0, 1 - cut)
            part = partial(crop, kept=kept, anchor=anchor)
            variants[f"edge {side} {cut:.0%}"] = ("edge crop", part)
    for corner, anchor in (("top left", (0.0, 0.0)), ("bottom right", (1.0, 1.0))):
        for share in (0.7, 0.6):
            part = partial(crop, kept=(share, share), anchor=anchor)
            variants[f"corner {corner} {share:.0%}"] = ("corner crop", part)
    for axis in ("width", "height"):
        for share in (0.6, 0.5):
            kept = (share, 1.0) if axis == "width" else (1.0, share)
            part = partial(crop, kept=kept, anchor=(0.5, 0.5))
            variants[f"{axis} {share:.0%}"] = ("aspect crop", part)
    for share in (0.7, 0.6):
        part = partial(crop, kept=(share, share), anchor=(0.5, 0.5))
        variants[f"centre {share:.0%}"] = ("centre crop", part)
    return variants
