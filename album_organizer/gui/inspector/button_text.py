"""What stands on a button beside its icon."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_SPACE = "\N{NARROW NO-BREAK SPACE}"


def beside_icon(text: str, widget: QWidget) -> str:
    """A text as a button shows it.

    A single ampersand would be taken for a mnemonic. Where reading begins at the right, a styled
    button puts the text right up against its icon.
    """
    plain = text.replace("&", "&&")
    leftwards = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return _SPACE + plain if leftwards else plain
