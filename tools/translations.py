"""Keeps the catalogs in resources/translations in step with the code.

``python tools/translations.py update`` extracts the texts, merges them into every catalog and
compiles; ``check`` says what is missing and ends with 1 if anything is.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from album_organizer import __version__

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
DOMAIN = "album_organizer"
LANGUAGES = ("de", "he")
_KEYWORDS = {"tr": None, "trn": (1, 2)}
_HISTORY = re.compile(
    rb'"(POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team'
    rb'|Generated-By): [^"]*"\n'
)
"""Header lines about who and when: the history of the project tells that."""
_PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")


def extract() -> Catalog:
    """All texts of the code, with the comments that stand before them."""
    catalog = Catalog(project="Album Organizer", fuzzy=False)
    found = extract_from_dir(
        ROOT / "album_organizer",
        [("**.py", "python")],
        keywords=_KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for name, _line, text, comments, context in found:
        catalog.add(text, None, [(name, 1)], auto_comments=comments, context=context)
    return catalog


def path_of(language: str, suffix: str) -> Path:
    """Where a catalog lies."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}{suffix}"


def read(language: str) -> Catalog:
    """The catalog of a language, empty where there is none yet."""
    path = path_of(language, ".po")
    if not path.is_file():
        return Catalog(locale=language, project="Album Organizer", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(catalog: Catalog) -> bytes:
    """The catalog as a file for translators."""
    catalog.header_comment = f"# Album Organizer in {catalog.locale_identifier}."
    catalog.version = __version__
    for message in catalog:
        # Said of nearly every text; what it asks for is checked by `faults`.
        message.flags.discard("python-brace-format")
    buffer = io.BytesIO()
    # Without the places of texts, so that only changed texts change the catalogs.
    write_po(buffer, catalog, width=100, sort_output=True, no_location=True)
    return _HISTORY.sub(b"", buffer.getvalue())


def compiled(catalog: Catalog) -> bytes:
    """What gettext reads; fuzzy texts stay English."""
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update() -> None:
    """Merges the texts of the code into every catalog and compiles it."""
    template = extract()
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path = path_of(language, ".po")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalog))
        path_of(language, ".mo").write_bytes(compiled(catalog))


def faults(language: str) -> Iterator[str]:
    """What is wrong with the catalog of a language, a sentence each."""
    catalog, template = read(language), extract()
    for wanted in template:
        if not wanted.id:
            continue
        found = catalog.get(wanted.id[0] if isinstance(wanted.id, tuple) else wanted.id)
        if found is None or not _complete(found):
            yield f"{language}: not translated: {wanted.id!r}"
        else:
            yield from _unlike(language, found)
    path = path_of(language, ".mo")
    if not path.is_file() or path.read_bytes() != compiled(catalog):
        yield f"{language}: {path.name} is not what {path.stem}.po compiles to"


def _complete(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings) and not message.fuzzy


def _unlike(language: str, message: Message) -> Iterator[str]:
    """A translation must have the values of its text; a plural form may leave out the number."""
    if not isinstance(message.id, tuple | list):
        if _names(str(message.id)) != _names(str(message.string)):
            yield f"{language}: other values in {message.string!r} than in {message.id!r}"
        return
    allowed = _names(message.id[1])
    for form in message.string or ():
        if not _names(form) <= allowed:
            yield f"{language}: unknown values in {form!r}"


def _names(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def main() -> int:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("update", "check"))
    if parser.parse_args().command == "update":
        update()
    found = [fault for language in LANGUAGES for fault in faults(language)]
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
