"""What the panel draws stands out from its ground, light and dark."""

from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from album_organizer.domain.marks import ColorLabel
from album_organizer.gui.filtering.choices import label_color, on_label_color
from album_organizer.gui.inspector.matrix_table import MOST_TINT
from album_organizer.gui.theme import SchemeName, Theme

LETTERS, SHAPES = 4.5, 3.0
"""Least contrast of text and of drawings (WCAG 2.1, 1.4.3 and 1.4.11)."""

SCHEMES: tuple[SchemeName, ...] = ("light", "dark")


def luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: QColor, b: QColor) -> float:
    dark, bright = sorted((luminance(a), luminance(b)))
    return (bright + 0.05) / (dark + 0.05)


def over(ground: QColor, color: QColor, alpha: int) -> QColor:
    """A colour laid over a ground."""
    share = alpha / 255

    def mix(below: float, above: float) -> float:
        return below * (1 - share) + above * share

    return QColor.fromRgbF(
        mix(ground.redF(), color.redF()),
        mix(ground.greenF(), color.greenF()),
        mix(ground.blueF(), color.blueF()),
    )


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("color", "ground"),
    [
        ("part_ava", "panel"),
        ("part_technical", "panel"),
        ("part_portrait", "panel"),
        ("bar", "panel"),
        ("bar", "ground"),
        ("accent", "ground"),
        ("reject", "ground"),
        ("curve_red", "ground"),
        ("curve_green", "ground"),
        ("curve_blue", "ground"),
        *((f"label_{name}", "panel") for name in ("red", "yellow", "green", "blue", "purple")),
    ],
)
def test_drawings_stand_out(theme: Theme, scheme: SchemeName, color: str, ground: str) -> None:
    theme.force(scheme)
    assert contrast(theme.edge(color), theme.color(ground)) >= SHAPES


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("label", [label for label in ColorLabel if label is not ColorLabel.NONE])
def test_the_shape_of_a_label_stands_out_from_its_colour(
    theme: Theme, scheme: SchemeName, label: ColorLabel
) -> None:
    theme.force(scheme)
    shape, ground = theme.color(on_label_color(label)), theme.color(label_color(label))
    assert contrast(shape, ground) >= SHAPES


@pytest.mark.parametrize("scheme", SCHEMES)
def test_yellow_is_yellow(theme: Theme, scheme: SchemeName) -> None:
    """Dark enough for white it would be brown."""
    theme.force(scheme)
    color = theme.color("label_yellow")
    assert 40 <= color.hue() <= 60
    assert color.value() > 200


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("row", ["panel", "cell_selected", "window"])
def test_chances_can_be_read_on_every_tint(theme: Theme, scheme: SchemeName, row: str) -> None:
    theme.force(scheme)
    for alpha in (0, MOST_TINT // 2, MOST_TINT):
        ground = over(theme.color(row), theme.color("pick"), alpha)
        assert contrast(theme.color("text"), ground) >= LETTERS


@pytest.mark.parametrize("scheme", SCHEMES)
def test_parts_of_the_score_have_different_colours(theme: Theme, scheme: SchemeName) -> None:
    theme.force(scheme)
    hues = [theme.color(f"part_{part}").hue() for part in ("ava", "technical", "portrait")]
    for a, b in combinations(hues, 2):
        assert min(abs(a - b), 360 - abs(a - b)) >= 40
