"""Words and phrases, without case and accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.gui.filtering.text_search import matches, terms
from album_organizer.gui.item_models.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("IMG_1.JPG", "img_1.jpg"),
        ("Straße am Gießbach", "strasse am giessbach"),
        ("Ångström Crème brûlée", "angstrom creme brulee"),
        ("Łódź, Tromsø, İstanbul, ısı", "lodz, tromso, istanbul, isi"),
        ("שָׁלוֹם", "שלום"),
        ("ﬁne ½", "fine 1⁄2"),
    ],
)
def test_case_and_accents_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_a_part_of_a_text_is_found_in_it(before: str, part: str) -> None:
    assert fold(part) in fold(f"{before} {part}")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ()),
        ("  Lake   BOAT ", ("lake", "boat")),
        ('"Red  boat" lake', ("red boat", "lake")),
        ("„Rotes Boot“ “two words” «trois mots»", ("rotes boot", "two words", "trois mots")),
        ('unfinished "red bo', ("unfinished", "red bo")),
        ('lake"red boat"', ("lake", "red boat")),
        ("lake LAKE", ("lake",)),
        ('"" "  "', ()),
        ("x-t5 f/2.8", ("x-t5", "f/2.8")),
    ],
)
def test_what_a_search_asks_for(text: str, wanted: tuple[str, ...]) -> None:
    assert terms(text) == wanted


@given(st.text())
def test_any_text_can_be_typed(text: str) -> None:
    for term in terms(text):
        assert term == fold(term)
        assert term.strip()


@given(
    st.lists(st.text("abc ", min_size=1), max_size=3),
    st.lists(st.text("abc ", max_size=12), max_size=20),
)
def test_every_term_must_be_there(wanted: list[str], texts: list[str]) -> None:
    plain = [all(term in text for term in wanted) for text in texts]
    assert matches(wanted, texts).tolist() == plain
