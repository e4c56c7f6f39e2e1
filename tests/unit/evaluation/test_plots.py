import re
import threading
from xml.etree import ElementTree

import numpy as np
import pytest

from album_organizer.evaluation.plots import (
    AVA_SCALE,
    POINTS,
    PROBABILITY_SCALE,
    Scale,
    distributions,
    scatter,
)

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("v1", "run-a")


def values(count: int, seed: int = 0) -> tuple[list[float], list[float]]:
    random = np.random.default_rng(seed)
    return random.uniform(3, 7, count).tolist(), random.uniform(3, 7, count).tolist()


def draw(count: int, marked: int = 0, names: tuple[str, str] = NAMES) -> str:
    x, y = values(count)
    return scatter(x, y, [i < marked for i in range(count)], names, AVA_SCALE)


def points(svg: str) -> list[str]:
    """The colours of the points drawn."""
    uses = ElementTree.fromstring(svg).iter(f"{SVG}use")
    return [m[0] for use in uses if (m := re.search(r"var\(--[a-z-]+\)", use.get("style", "")))]


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_every_photo_is_a_point_and_the_marked_ones_differ() -> None:
    drawn = points(draw(30, marked=4))
    assert drawn.count("var(--version-a)") == 26
    assert drawn.count("var(--mark)") == 4


def test_a_large_album_is_sampled() -> None:
    drawn = points(draw(3 * POINTS + 5, marked=5))
    assert POINTS / 2 < drawn.count("var(--version-a)") <= POINTS
    assert drawn.count("var(--mark)") == 5


def test_the_axes_name_the_versions() -> None:
    assert {"AVA score, v1", "AVA score, run-a"} <= set(texts(draw(30)))


def test_the_colours_are_those_of_the_page() -> None:
    for svg in (draw(30, marked=3), distributions(*values(30), AVA_SCALE)):
        assert not re.search(r"#[0-9a-fA-F]{6}", svg)
        assert "var(--secondary)" in svg
    assert {"var(--version-a)", "var(--version-b)"} <= set(
        re.findall(r"var\(--version-[ab]\)", distributions(*values(30), AVA_SCALE))
    )


def test_is_the_same_every_time_without_a_date() -> None:
    assert draw(50, marked=3) == draw(50, marked=3)
    assert "date" not in draw(50).lower()


def test_is_one_element_that_loads_nothing() -> None:
    for svg in (draw(30), distributions([0.2, 0.9], [0.4, 0.5], PROBABILITY_SCALE)):
        assert ElementTree.fromstring(svg).tag == f"{SVG}svg"
        assert all(link.startswith("#") for link in re.findall(r'xlink:href="([^"]*)"', svg))
        assert not re.search(r"url\((?!#)", svg)


@pytest.mark.parametrize("name", ["<script>x</script>", "a$b$", "_x", "$\\frac{", "a&b", '"'])
def test_hostile_names_stay_text(name: str) -> None:
    svg = draw(10, names=(name, name))
    assert f"AVA score, {name}" in texts(svg)
    assert "<script" not in svg


@pytest.mark.parametrize("scale", [AVA_SCALE, PROBABILITY_SCALE])
def test_one_value_and_the_ends_of_the_scale_can_be_drawn(scale: Scale) -> None:
    for low, high in ((scale.low, scale.low), (scale.low, scale.high), (scale.high, scale.high)):
        assert len(points(scatter([low, high], [high, low], [False] * 2, NAMES, scale))) == 2
        assert distributions([low, high], [high, low], scale).startswith("<svg")


def test_the_distribution_counts_every_photo() -> None:
    svg = distributions([5.0] * 7, [6.0] * 3, AVA_SCALE)
    assert "7" in texts(svg)
    assert "Photos" in texts(svg)
    assert "Pairs" in texts(distributions([0.5], [0.5], PROBABILITY_SCALE))


def test_threads_do_not_disturb_each_other() -> None:
    alone = draw(40, marked=2)
    drawn: list[str] = []
    threads = [threading.Thread(target=lambda: drawn.append(draw(40, marked=2))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [alone] * 4
