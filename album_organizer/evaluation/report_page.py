"""What all HTML reports share: one file, light and dark, that needs nothing else."""

import base64
import io

import jinja2
from PIL import Image, UnidentifiedImageError

from album_organizer.imaging.thumbnail import make_thumbnail
from album_organizer.settings.home import bundled_root

PICTURE_SIDE = 320
"""Longer side in pixels of the pictures in a report."""

TITLES = {"ava": "AVA aesthetic model", "siamese": "Siamese comparison model"}
"""Model kind -> what a report calls it."""


def render(template: str, **values: object) -> str:
    """Fills a template of ``resources/reports``.

    Args:
        template: Name of the file.
        values: Its variables; all that are missing are errors.

    Returns:
        The page; every character of it can be written as UTF-8.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(bundled_root() / "resources" / "reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(template).render(**values)
    # Names of files may hold what no text encoding can write.
    return page.encode("utf-8", "replace").decode("utf-8")


def picture(
    path: str, jpeg: bytes | None, headline: str = "", detail: str = ""
) -> dict[str, str | None]:
    """What the templates need to show a photo.

    Args:
        path: Of the photo.
        jpeg: The photo, of any size, or None.
        headline: First line below it.
        detail: Second line below it.

    Returns:
        The values; ``data`` is None without a picture.
    """
    folder, _, name = path.rpartition("/")
    return {
        "path": path,
        "folder": folder,
        "name": name,
        "headline": headline,
        "detail": detail,
        "data": None if jpeg is None else _data(jpeg),
    }


def _data(jpeg: bytes) -> str | None:
    """A picture, made smaller, as a data URI; None if it is damaged."""
    try:
        with Image.open(io.BytesIO(jpeg)) as image:
            small = make_thumbnail(image.convert("RGB"), PICTURE_SIDE)
    except (UnidentifiedImageError, OSError):
        return None
    return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"
