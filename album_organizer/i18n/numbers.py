"""Numbers as the language in force writes them: 0.66 and 1,200, or 0,66 and 1.200."""

from string import Formatter
from typing import NamedTuple


class NumberMarks(NamedTuple):
    """What stands between the digits of a number.

    Attributes:
        decimal: Before the fraction.
        group: Between the thousands.
        lead: Before a sign, so that it stays left of its number also among words read from the
            right.
    """

    decimal: str = "."
    group: str = ","
    lead: str = ""


_PLAIN = NumberMarks()


class _Active:
    """The marks in force; like the texts, one choice for the process."""

    marks = _PLAIN


def use_number_marks(marks: NumberMarks = _PLAIN) -> None:
    """Writes numbers with these marks from now on; without any, as English does."""
    _Active.marks = marks


def number(value: float, spec: str) -> str:
    """A number with the marks in force.

    Args:
        value: The number.
        spec: As for ``format``: ``".2f"``, ``","``.
    """
    written, marks = format(value, spec), _Active.marks
    if marks == _PLAIN:
        return written
    return written.translate({ord(_PLAIN.decimal): marks.decimal, ord(_PLAIN.group): marks.group})


def signed_number(value: float, digits: int = 0, *, plus: bool = False) -> str:
    """A number with a real minus sign and the marks in force, never minus zero.

    Args:
        value: The number.
        digits: Behind the decimal mark.
        plus: Mark positive ones as well.
    """
    rounded = round(value, digits)
    sign = "\N{MINUS SIGN}" if rounded < 0 else "+" if plus and rounded > 0 else ""
    return (_Active.marks.lead if sign else "") + sign + number(abs(rounded), f".{digits}f")


class Text(str):
    """A text of a person's language, which writes the numbers put into it with its marks."""

    __slots__ = ()

    def format(self, *args: object, **kwargs: object) -> str:
        """As ``str.format``."""
        if _Active.marks == _PLAIN:
            return super().format(*args, **kwargs)
        return _FORMATTER.vformat(self, args, kwargs)


class _MarkedNumbers(Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        """Texts, whose dots and commas are not of a number, stay as they are."""
        if isinstance(value, (int, float)):
            return number(value, format_spec)
        return format(value, format_spec)


_FORMATTER = _MarkedNumbers()
