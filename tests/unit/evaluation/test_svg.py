import re
from xml.etree import ElementTree

from album_organizer.evaluation.svg import LINE, MARK, TEXT, VERSIONS, new_axes, to_svg


def drawn() -> str:
    figure, axes = new_axes(3.0, 2.0)
    for i, color in enumerate((TEXT, LINE, MARK, *VERSIONS)):
        axes.plot([0, 1], [i, i], color=color)
    return to_svg(figure)


def test_every_stand_in_becomes_a_colour_of_the_page() -> None:
    names = {"secondary", "line", "mark", *(f"version-{letter}" for letter in "abcd")}
    assert set(re.findall(r"var\(--([a-z-]+)\)", drawn())) == names
    assert not re.search(r"#[0-9a-fA-F]{6}", drawn())


def test_is_one_element_without_ground_and_date() -> None:
    root = ElementTree.fromstring(drawn())
    assert root.tag.endswith("svg")
    assert "metadata" not in drawn() or "date" not in drawn().lower()
    assert "#ffffff" not in drawn()
    assert drawn() == drawn()


def test_words_stay_text() -> None:
    """So that they can be searched and follow the page's font."""
    figure, axes = new_axes(3.0, 2.0)
    axes.set_xlabel("How sure it says it is")
    assert "How sure it says it is</text>" in to_svg(figure)
