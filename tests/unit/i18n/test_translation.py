"""Texts in the person's language."""

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog

from album_organizer.i18n import (
    available_languages,
    preferred_language,
    tr,
    trn,
    use_catalog,
    use_language,
)
from album_organizer.settings.home import bundled_root
from tools import translations

FOLDER = bundled_root() / "resources" / "translations"


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use_catalog(gettext.NullTranslations())


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """A folder with a small German catalog, written the way the real ones are."""
    catalog = Catalog(locale="de")
    catalog.add("Pick", "Auswählen")
    catalog.add(("{n} photo", "{n} photos"), ("{n} Foto", "{n} Fotos"))
    path = tmp_path / "de" / "LC_MESSAGES" / "album_organizer.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(translations.compiled(catalog))
    return tmp_path


def test_texts_are_english_to_begin_with() -> None:
    assert tr("Pick") == "Pick"
    assert [trn("{n} photo", "{n} photos", n).format(n=n) for n in (0, 1, 2)] == [
        "0 photos",
        "1 photo",
        "2 photos",
    ]


def test_texts_come_from_the_catalog_of_the_language(german: Path) -> None:
    use_language(german, "de")
    assert tr("Pick") == "Auswählen"
    assert trn("{n} photo", "{n} photos", 3).format(n=3) == "3 Fotos"


def test_a_text_without_translation_stays_english(german: Path) -> None:
    use_language(german, "de")
    assert tr("Reject") == "Reject"


def test_the_empty_text_stays_empty(german: Path) -> None:
    """gettext keeps the header of a catalog under the empty text."""
    use_language(german, "de")
    assert tr("") == ""


def test_a_language_without_catalog_leaves_texts_english(german: Path) -> None:
    use_language(german, "fr")
    assert tr("Pick") == "Pick"


def test_going_back_to_english(german: Path) -> None:
    use_language(german, "de")
    use_language(german, "en")
    assert tr("Pick") == "Pick"


def test_available_languages_are_those_with_a_catalog(german: Path) -> None:
    assert available_languages(german) == ["de", "en"]


def test_the_program_comes_with_german_and_hebrew() -> None:
    assert available_languages(FOLDER) == ["de", "en", "he"]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (["de-AT", "en-US"], "de"),
        (["he_IL"], "he"),
        (["fr-FR", "de-DE"], "de"),
        (["fr-FR"], "en"),
        (["en-GB", "de"], "en"),
        ([], "en"),
    ],
)
def test_the_first_wanted_language_that_is_available(wanted: list[str], chosen: str) -> None:
    assert preferred_language(wanted, ["de", "en", "he"]) == chosen
