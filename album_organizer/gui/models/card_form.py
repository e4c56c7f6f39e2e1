"""The form of a card: Markdown's headings are as calm as the window's."""

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

_HEADING_PT_STEP = 1
_SPACE = 6.0


def calm_headings(document: QTextDocument) -> None:
    """Makes headings a little larger than the text instead of twice, and sets paragraphs apart.

    Args:
        document: Just filled from Markdown.
    """
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        spaced = QTextBlockFormat()
        spaced.setBottomMargin(0.0 if block.textList() is not None else _SPACE)
        level = block.blockFormat().headingLevel()
        if level:
            spaced.setTopMargin(_SPACE)
            letters = QTextCharFormat()
            letters.setProperty(
                QTextCharFormat.Property.FontSizeAdjustment, _HEADING_PT_STEP if level == 1 else 0
            )
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            cursor.mergeCharFormat(letters)
        cursor.mergeBlockFormat(spaced)
        block = block.next()
