"""Numbers as the language in force writes them: 0.66 and 1,200, or 0,66 and 1.200."""

from string import Formatter
from typing import NamedTuple


class NumberMarks(NamedTuple):
    """What stands between the digits of a number.

    Attributes:
        decimal: Before the fraction.
        group: Between the thousands.
    """

    decimal: str = "."
    group: str = ","


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
