"""Looks up texts in the gettext catalogs; English is what the code says."""

import gettext
from collections.abc import Sequence
from pathlib import Path

from album_organizer.i18n.numbers import Text

DOMAIN = "album_organizer"
SOURCE_LANGUAGE = "en"


class _Active:
    """The catalog in force; one for the process, as the language of a program is one."""

    catalog: gettext.NullTranslations = gettext.NullTranslations()


def tr(text: str) -> str:
    """A text in the language in force; its ``format`` writes numbers as this language does.

    Args:
        text: In English, a literal, so that it can be extracted.
    """
    # The empty text stands for the header of a catalog.
    return Text(_Active.catalog.gettext(text) if text else "")


def trn(one: str, many: str, count: int) -> str:
    """A text that depends on a number, in the plural form of the language in force.

    Args:
        one: In English, for 1.
        many: In English, for all other numbers.
        count: The number; put it in with ``format``.
    """
    return Text(_Active.catalog.ngettext(one, many, count))


def available_languages(folder: Path) -> list[str]:
    """The languages that texts can be shown in: English and those with a catalog.

    Args:
        folder: resources/translations.
    """
    found = {path.parts[-3] for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    return sorted(found | {SOURCE_LANGUAGE})


def preferred_language(wanted: Sequence[str], available: Sequence[str]) -> str:
    """The first wanted language that is available, else English.

    Args:
        wanted: Names such as ``de-AT`` or ``he_IL``, the most wanted first.
        available: Names such as ``de``.
    """
    for name in wanted:
        language = name.replace("_", "-").split("-")[0].lower()
        if language in available:
            return language
    return SOURCE_LANGUAGE


def use_language(folder: Path, language: str) -> None:
    """Shows texts in a language from now on.

    Args:
        folder: resources/translations.
        language: One of :func:`available_languages`; without a catalog texts stay English.
    """
    if language == SOURCE_LANGUAGE:
        use_catalog(gettext.NullTranslations())
    else:
        use_catalog(gettext.translation(DOMAIN, str(folder), [language], fallback=True))


def use_catalog(catalog: gettext.NullTranslations) -> None:
    """Looks texts up in this catalog from now on."""
    _Active.catalog = catalog
