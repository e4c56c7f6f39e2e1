"""Texts in the person's language: gettext for every layer, with or without a window.

A text is written in English where it is used, as a literal: ``tr("Open folder…")``, and with its
values named: ``tr("{name} is empty").format(name=name)``. That way the catalogs in
resources/translations are complete by extraction, and a translator may move the values. A number
outside a text is written by ``number(score, ".2f")``.
"""

from album_organizer.i18n.numbers import NumberMarks, number, signed_number, use_number_marks
from album_organizer.i18n.translation import (
    SOURCE_LANGUAGE,
    available_languages,
    preferred_language,
    tr,
    trn,
    use_catalog,
    use_language,
)

__all__ = [
    "SOURCE_LANGUAGE",
    "NumberMarks",
    "available_languages",
    "number",
    "preferred_language",
    "signed_number",
    "tr",
    "trn",
    "use_catalog",
    "use_language",
    "use_number_marks",
]
