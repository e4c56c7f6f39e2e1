"""The language of the window: texts, Qt's own texts, numbers and the direction of reading."""

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from album_organizer.i18n import (
    NumberMarks,
    available_languages,
    preferred_language,
    use_language,
    use_number_marks,
)

SYSTEM = "system"
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"


def apply_language(app: QApplication, resources: Path, wanted: str = SYSTEM) -> str:
    """Shows the window in a language; to be called before any text is made.

    Args:
        app: Gets Qt's translation of its own texts and the direction of reading.
        resources: The folder that holds translations/.
        wanted: ``"system"`` or the name of a language, for example ``"de"``.

    Returns:
        The language in force.
    """
    folder = resources / "translations"
    names = QLocale.system().uiLanguages() if wanted == SYSTEM else [wanted]
    language = preferred_language(names, available_languages(folder))
    use_language(folder, language)
    # The system's own locale knows the person's habits (24 hours, comma); another language has
    # those of its country.
    system = QLocale.system()
    same = QLocale.languageToCode(system.language()) == language
    locale = system if same else QLocale(language)
    QLocale.setDefault(locale)
    lead = _LEFT_TO_RIGHT if locale.textDirection() is Qt.LayoutDirection.RightToLeft else ""
    use_number_marks(NumberMarks(locale.decimalPoint(), locale.groupSeparator(), lead))
    translator = QTranslator(app)
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(language), "qtbase", "_", place):
        app.installTranslator(translator)
    app.setLayoutDirection(QLocale(language).textDirection())
    return language
