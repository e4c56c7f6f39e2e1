import re
from xml.etree import ElementTree

import numpy as np
import pytest

from album_organizer.evaluation.calibration import ReliabilityBin, reliability
from album_organizer.evaluation.evaluation_plots import (
    POINTS,
    colors,
    label_scatter,
    win_rates,
)
from album_organizer.evaluation.evaluation_plots import reliability as draw_reliability
from album_organizer.evaluation.resampling import Measured
from album_organizer.evaluation.results import Estimate

SVG = "{http://www.w3.org/2000/svg}"


def measured(*values: float | None) -> Measured:
    return Measured(
        tuple(v if v is None else Estimate(v, max(0, v - 0.1), min(1, v + 0.1)) for v in values),
        (),
    )


def uses(svg: str, variable: str) -> int:
    """Markers of a colour."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}use")
    return sum(f"var({variable})" in use.get("style", "") for use in found)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def lines(svg: str, variable: str) -> list[tuple[float, float]]:
    """Ends of the horizontal lines of a colour."""
    found = re.findall(
        rf'<path d="M ([\d.]+) [\d.]+ \nL ([\d.]+) [\d.]+ \n"[^>]*stroke: var\({variable}\)', svg
    )
    return [(float(a), float(b)) for a, b in found]


def test_a_mark_and_a_whisker_for_every_family_and_version() -> None:
    svg = win_rates({"Blur": measured(0.9, 0.8), "Noise": measured(0.5, 1.0)}, {})
    assert uses(svg, "--version-a") == uses(svg, "--version-b") == 2
    assert len(lines(svg, "--version-a")) == len(lines(svg, "--version-b")) == 2
    assert {"Blur", "Noise", "0%", "100%"} <= set(texts(svg))


def test_a_whisker_is_as_wide_as_its_interval() -> None:
    (wide,) = lines(win_rates({"Blur": measured(0.5)}, {}), "--version-b")
    (cut,) = lines(win_rates({"Blur": measured(1.0)}, {}), "--version-b")
    assert wide[1] - wide[0] == pytest.approx(2 * (cut[1] - cut[0]), rel=0.02)
    assert cut[0] > wide[1]


def test_a_single_version_takes_the_colour_that_is_not_neutral() -> None:
    svg = win_rates({"Blur": measured(0.9)}, {"Tilt": measured(0.4)})
    assert uses(svg, "--version-b") == 2
    assert uses(svg, "--version-a") == 0
    assert len(colors(1)) == 1
    assert len(set(colors(4))) == 4


def test_what_is_not_defined_is_not_drawn() -> None:
    assert uses(win_rates({"Blur": measured(None, 0.4)}, {}), "--version-a") == 0


def test_reliability_has_a_point_for_every_step() -> None:
    first = reliability(np.array([0.05, 0.21, -0.3, 0.45]))
    second = (ReliabilityBin(10, 0.9, 0.3),)
    svg = draw_reliability([first, second])
    assert ElementTree.fromstring(svg).tag == f"{SVG}svg"
    assert "How often it is right" in texts(svg)
    assert "0%" in texts(svg)  # far below one half, and still drawn


def test_labels_and_scores() -> None:
    random = np.random.default_rng(1)
    labels = random.uniform(1, 7, 40).tolist()
    scores = random.uniform(1, 10, 40).tolist()
    assert uses(label_scatter(labels, scores, 0, 1), "--version-b") == 40
    assert uses(label_scatter(labels, scores, 0, 2), "--version-a") == 40
    many = label_scatter(labels * 200, scores * 200, 1, 2)
    assert POINTS / 2 < uses(many, "--version-b") <= POINTS


def test_labels_that_are_all_the_same_can_be_drawn() -> None:
    assert label_scatter([5.0, 5.0], [4.0, 6.0], 0, 1).startswith("<svg")


def test_only_colours_of_the_page() -> None:
    for svg in (
        win_rates({"Blur": measured(0.9, 0.8, 0.7, 0.6)}, {"Tilt": measured(0.5, 0.4, 0.3, 0.2)}),
        draw_reliability([reliability(np.array([0.1, 0.4]))]),
        label_scatter([1.0, 2.0, 3.0], [1.0, 2.0, 2.5], 0, 1),
    ):
        assert not re.search(r"#[0-9a-fA-F]{6}", svg)
        assert "var(--secondary)" in svg
