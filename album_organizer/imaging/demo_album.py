"""Writes a demo album of real photographs that packages on PyPI carry as example data."""

from importlib.util import find_spec
from pathlib import Path

from PIL import Image

from album_organizer.domain.errors import UsageError
from album_organizer.domain.job import Job
from album_organizer.i18n import tr
from album_organizer.imaging.demo_camera import take_photo
from album_organizer.imaging.demo_shots import demo_shots

_SKIMAGE = ("skimage", "data")
_SKLEARN = ("sklearn", "datasets/images")
_SOURCES = {
    "astronaut.png": _SKIMAGE,
    "chelsea.png": _SKIMAGE,
    "china.jpg": _SKLEARN,
    "coffee.png": _SKIMAGE,
    "flower.jpg": _SKLEARN,
    "hubble_deep_field.jpg": _SKIMAGE,
    "motorcycle_left.png": _SKIMAGE,
    "motorcycle_right.png": _SKIMAGE,
    "rocket.jpg": _SKIMAGE,
}
_LICENSES_NAME = "LICENSES.txt"
_LICENSES = """\
The photos of this demo album were made by Album Organizer from pictures that the Python packages
scikit-image and scikit-learn carry as example data. They were cropped, turned, blurred, brightened,
darkened and given noise; capture times and camera data are made up.

From scikit-image (folder skimage/data; terms as in the package's documentation):

  astronaut.png          Eileen Collins, NASA Great Images database; public domain.
  chelsea.png            Chelsea the cat, by Stefan van der Walt; CC0.
  coffee.png             Courtesy of Pikolo Espresso Bar, by Rachel Michetti; CC0.
  hubble_deep_field.jpg  Hubble eXtreme Deep Field, NASA; may be freely used, public domain.
  rocket.jpg             Launch of DSCOVR on Falcon 9, SpaceX; public domain.
  motorcycle_left.png    Middlebury 2014 stereo benchmark, by D. Scharstein, H. Hirschmueller,
  motorcycle_right.png   Y. Kitajima, G. Krathwohl, N. Nesic, X. Wang and P. Westling,
                         "High-resolution stereo datasets with subpixel-accurate ground truth",
                         GCPR 2014; scikit-image carries it without stating separate terms.

From scikit-learn (folder sklearn/datasets/images):

  china.jpg              By danielbuechele; Creative Commons Attribution 2.0,
                         https://creativecommons.org/licenses/by/2.0/
  flower.jpg             By vultilion; Creative Commons Attribution 2.0,
                         https://creativecommons.org/licenses/by/2.0/
"""


def write_demo_album(destination: Path, job: Job | None = None) -> list[Path]:
    """Writes the demo album: bursts, near-duplicates, a bracket, failures and one broken file.

    Args:
        destination: A folder that is missing or empty, or holds a complete demo album already.
        job: Progress and cancel.

    Returns:
        The photo files, ordered by path.

    Raises:
        UsageError: If the folder holds something else, cannot be written to, or the packages with
            the pictures are not installed.
        JobCancelled: If the job was asked to stop; the next call finishes the album.
    """
    job = job or Job()
    shots = demo_shots()
    paths = sorted(destination / shot.path for shot in shots)
    licenses = destination / _LICENSES_NAME
    try:
        if licenses.is_file() and all(path.is_file() for path in paths):
            return paths
        _check_empty(destination, paths)
        scenes = _scenes()
        for done, shot in enumerate(shots):
            job.report(tr("Writing the demo album"), done, len(shots))
            path = destination / shot.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(take_photo(scenes[shot.scene], shot))
        # Last, as the mark of a complete album.
        licenses.write_text(_LICENSES, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            tr(
                "The demo album cannot be written to '{destination}' ({reason}); choose "
                "another folder."
            ).format(destination=destination, reason=error.strerror)
        ) from error
    return paths


def _check_empty(destination: Path, paths: list[Path]) -> None:
    """Raises UsageError if the folder holds files that an interrupted demo album would not."""
    own = {*paths, *(path.parent for path in paths)}
    if destination.is_dir() and any(path not in own for path in destination.rglob("*")):
        raise UsageError(
            tr(
                "The folder '{destination}' is not empty; choose a new one for the demo album."
            ).format(destination=destination)
        )


def _scenes() -> dict[str, Image.Image]:
    """The bundled pictures, by file name."""
    scenes = {}
    for name, source in _SOURCES.items():
        try:
            with Image.open(_data_folder(*source) / name) as image:
                scenes[name] = image.convert("RGB")
        except FileNotFoundError as error:
            raise _missing() from error
    return scenes


def _data_folder(package: str, folder: str) -> Path:
    """A data folder inside a package, found without importing the package, which takes seconds."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise _missing()
    return Path(spec.submodule_search_locations[0]) / folder


def _missing() -> UsageError:
    return UsageError(
        tr(
            "The pictures of the demo album are not installed; install them with: pip "
            'install "album-organizer[demo]"'
        )
    )
