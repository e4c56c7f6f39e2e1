"""Numbers in the person's language."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from album_organizer.i18n import NumberMarks, number, signed_number, tr, trn, use_number_marks

GERMAN = NumberMarks(",", ".")
SWISS = NumberMarks(".", "’")


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use_number_marks()


def test_numbers_are_english_to_begin_with() -> None:
    assert number(1234.5, ",.2f") == "1,234.50"
    assert tr("{n:,} of {score:.1f}").format(n=1200, score=6.25) == "1,200 of 6.2"


@pytest.mark.parametrize(
    ("marks", "written"), [(GERMAN, "1.234,50"), (SWISS, "1’234.50"), (NumberMarks(), "1,234.50")]
)
def test_a_number_has_the_marks_of_the_language(marks: NumberMarks, written: str) -> None:
    use_number_marks(marks)
    assert number(1234.5, ",.2f") == written


def test_numbers_in_a_text_have_them_too() -> None:
    use_number_marks(GERMAN)
    assert tr("{low:.2f} to {high:.2f}").format(low=0.5, high=0.25) == "0,50 to 0,25"
    assert trn("{n:,} photo", "{n:,} photos", 30000).format(n=30000) == "30.000 photos"


def test_dots_and_commas_of_words_and_names_stay() -> None:
    use_number_marks(GERMAN)
    told = tr("{name}, taken today. {n} left").format(name="IMG_1,5.jpg", n=3)
    assert told == "IMG_1,5.jpg, taken today. 3 left"


def test_a_name_keeps_its_format_and_its_conversion() -> None:
    use_number_marks(GERMAN)
    assert tr("{name:>5}|{name!r}").format(name="a.b") == "  a.b|'a.b'"


@pytest.mark.parametrize(
    ("value", "digits", "plus", "written"),
    [
        (-0.254, 2, False, "−0,25"),
        (0.254, 2, False, "0,25"),
        (0.254, 2, True, "+0,25"),
        (-0.001, 2, True, "0,00"),
        (-8, 0, True, "−8"),
    ],
)
def test_signs(value: float, digits: int, plus: bool, written: str) -> None:
    use_number_marks(GERMAN)
    assert signed_number(value, digits, plus=plus) == written


def test_a_sign_stays_left_of_its_number_among_words_read_from_the_right() -> None:
    use_number_marks(NumberMarks(lead="\N{LEFT-TO-RIGHT MARK}"))
    assert signed_number(-3) == "\N{LEFT-TO-RIGHT MARK}−3"
    assert signed_number(3, plus=True) == "\N{LEFT-TO-RIGHT MARK}+3"
    assert signed_number(3) == "3"


def test_english_again() -> None:
    use_number_marks(GERMAN)
    use_number_marks()
    assert number(0.5, ".1f") == "0.5"


@given(value=st.floats(-1e9, 1e9), digits=st.integers(0, 4))
def test_other_marks_change_nothing_else(value: float, digits: int) -> None:
    use_number_marks(GERMAN)
    try:
        told = number(value, f",.{digits}f")
    finally:
        use_number_marks()
    assert told.replace(".", "").replace(",", ".") == f"{value:.{digits}f}"
    assert told.count(",") == (1 if digits else 0)
