"""Every text that a person can read or hear in a window."""

from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QTextEdit,
    QWidget,
)


def texts_of(root: QWidget) -> Iterator[tuple[str, str]]:
    """Where it stands, and the text; empty ones are left out.

    Hidden parts count: they are shown sooner or later. Texts that a person typed do not.
    """
    for widget in (root, *root.findChildren(QWidget)):
        place = f"{type(widget).__name__} {widget.objectName()}".strip()
        for what, text in _texts(widget):
            if text:
                yield f"{place} {what}", text
    for action in root.findChildren(QAction):
        place = f"QAction {action.objectName()}"
        for what, text in (
            ("text", action.text()), ("tip", action.toolTip()), ("status", action.statusTip()),
        ):  # fmt: skip
            if text:
                yield f"{place} {what}", text


def _texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "tool tip", widget.toolTip()
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    yield "title", widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield "text", widget.text()
        case QMenu() | QGroupBox():
            yield "heading", widget.title()
        case QLineEdit():
            yield "placeholder", widget.placeholderText()
        case QSpinBox():
            yield "prefix", widget.prefix()
            yield "suffix", widget.suffix()
        case QComboBox():
            yield from (("item", widget.itemText(row)) for row in range(widget.count()))
        case QTabBar():
            yield from (("tab", widget.tabText(row)) for row in range(widget.count()))
        case QListWidget():
            yield from (("item", widget.item(row).text()) for row in range(widget.count()))
        case QTextEdit() | QPlainTextEdit():
            yield "placeholder", widget.placeholderText()
