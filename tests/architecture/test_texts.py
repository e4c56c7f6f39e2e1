"""Every text of the window can be translated, and is translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from album_organizer.settings.home import bundled_root
from tools import translations

ROOT = bundled_root()
WINDOW = sorted((ROOT / "album_organizer" / "gui").rglob("*.py"))
PACKAGE = sorted((ROOT / "album_organizer").rglob("*.py"))

_TELLS = {
    "setText", "setToolTip", "setStatusTip", "setWhatsThis", "setAccessibleName",
    "setAccessibleDescription", "setWindowTitle", "setPlaceholderText", "setTitle", "setPrefix",
    "setSuffix", "setLabelText", "setInformativeText", "setTabText", "addTab", "addMenu",
    "addItem", "insertItem", "addAction", "setHeaderLabels", "setSpecialValueText", "drawText",
    "showMessage", "setDetailedText", "QLabel", "QPushButton", "QToolButton", "QCheckBox",
    "QRadioButton", "QGroupBox", "QAction", "QMenu", "QDockWidget", "QTreeWidgetItem",
    "QTableWidgetItem", "QListWidgetItem", "labelled", "paragraph", "show_message",
    "show_sentence", "set_text", "ElidedLabel", "Notice", "about", "information", "warning",
    "question", "critical", "getExistingDirectory", "getOpenFileName", "getSaveFileName",
}  # fmt: skip
"""Functions and classes whose texts a person reads."""
_ROLE_FOLLOWS = {"labelled", "paragraph", "ElidedLabel"}
"""Their second argument, or the only one of a label without text, is a role of the style sheet."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def _literals(argument: ast.expr) -> Iterator[str]:
    """The literal texts that an argument may become, those within tr() and other calls excepted."""
    match argument:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(str(v.value) for v in values if isinstance(v, ast.Constant))
        case ast.BinOp(left=left, right=right):
            yield from _literals(left)
            yield from _literals(right)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _untranslated(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each literal that a person would read as it is."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or _name(node) not in _TELLS:
            continue
        read = node.args
        if _name(node) in _ROLE_FOLLOWS:
            read = node.args[:1] if len(node.args) > 1 else []
        for argument in read:
            yield from ((node.lineno, text) for text in _literals(argument) if _WORD.search(text))


@pytest.mark.parametrize("path", WINDOW, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_of_the_window_bypasses_translation(path: Path) -> None:
    assert list(_untranslated(path.read_text(encoding="utf-8"))) == []


def test_the_search_finds_untranslated_texts() -> None:
    source = (
        'label.setText("Plain words")\n'
        'label.setText(f"{n} photos")\n'
        'label.setText(tr("Translated"))\n'
        'labelled("Heading", "section")\n'
        'labelled(tr("Translated"), "section")\n'
        'QLabel("Yes" if ok else tr("No"))\n'
    )
    found = [(1, "Plain words"), (2, " photos"), (4, "Heading"), (6, "Yes")]
    assert list(_untranslated(source)) == found


@pytest.mark.parametrize("path", PACKAGE, ids=lambda path: str(path.relative_to(ROOT)))
def test_texts_are_literals_and_not_made_at_import(path: Path) -> None:
    """What is extracted is what is looked up, and it is looked up in the language in force."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = []
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _name(node) not in {"tr", "trn"}:
            continue
        texts = node.args[:1] if _name(node) == "tr" else node.args[:2]
        if not all(isinstance(text, ast.Constant) for text in texts):
            wrong.append(f"line {node.lineno}: not a literal")
        if id(node) not in inside:
            wrong.append(f"line {node.lineno}: looked up when the module is imported")
    if path.parent.name != "i18n":
        assert wrong == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_is_translated_with_the_same_values(language: str) -> None:
    assert list(translations.faults(language)) == []
