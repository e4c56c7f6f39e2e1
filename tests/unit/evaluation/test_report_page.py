import io

import jinja2
import pytest
from PIL import Image

from album_organizer.evaluation.report_page import PICTURE_SIDE, picture, render


def jpeg(size: tuple[int, int], mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, "JPEG")
    return buffer.getvalue()


def test_a_picture_has_its_path_in_parts() -> None:
    found = picture("day 1/lake/a.jpg", None, "Best", "by far")
    assert (found["folder"], found["name"]) == ("day 1/lake", "a.jpg")
    assert (found["headline"], found["detail"], found["data"]) == ("Best", "by far", None)
    assert picture("a.jpg", None)["folder"] == ""


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_pictures_become_small_data(mode: str) -> None:
    data = picture("a.jpg", jpeg((2000, 1500), mode))["data"]
    assert data is not None
    assert data.startswith("data:image/jpeg;base64,")
    assert len(data) < 40 * PICTURE_SIDE


@pytest.mark.parametrize("damaged", [b"", b"\xff\xd8 nothing", jpeg((99, 99))[:200]])
def test_damaged_pictures_are_none(damaged: bytes) -> None:
    assert picture("a.jpg", damaged)["data"] is None


def test_a_missing_value_is_an_error_and_no_gap() -> None:
    with pytest.raises(jinja2.UndefinedError):
        render("comparison.html.j2")
