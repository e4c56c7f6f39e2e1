"""Settings -> General: language, theme, motion, and going on by itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.preferences import Preferences
from album_organizer.i18n import tr

_LANGUAGES = {"en": "English", "de": "Deutsch", "he": "עברית"}
"""Each in itself, so that people find theirs whatever language is on."""


class GeneralPage(QWidget):
    """Shows the preferences and changes them at once.

    Args:
        preferences: What it is about.
        parent: Qt owner.
    """

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        as_system = ("system", tr("As the system"))
        window = preferences.window
        self._form = QFormLayout()
        self.language = self._choice(
            tr("&Language"),
            "language",
            [("system", tr("Language of the system")), *_LANGUAGES.items()],
            window.language,
            tr("Language of all texts of the window"),
        )
        self._hint(tr("Takes effect when the window is opened next."))
        self.theme = self._choice(
            tr("&Theme"),
            "theme",
            [as_system, ("light", tr("Light")), ("dark", tr("Dark"))],
            window.theme,
            tr("Whether the window is light or dark"),
        )
        self.motion = self._choice(
            tr("&Reduced motion"),
            "reduced_motion",
            [as_system, ("on", tr("On")), ("off", tr("Off"))],
            window.reduced_motion,
            tr("Whether pictures and panels appear without moving"),
        )
        self.advance = QCheckBox(tr("&Go on to the next photo after every decision"))
        self.advance.setChecked(window.always_advance)
        self.advance.setToolTip(tr("Also for stars and labels; as if Shift were always held"))
        self.advance.setAccessibleDescription(self.advance.toolTip())
        self.advance.toggled.connect(lambda on: preferences.change_window({"always_advance": on}))
        self._form.addRow("", self.advance)
        self._hint(tr("Without this, hold Shift with the key, or turn on Caps Lock."))
        self._lay_out()

    def _choice(
        self,
        text: str,
        field: str,
        options: Sequence[tuple[str, str]],
        current: str,
        tip: str,
    ) -> QComboBox:
        box = QComboBox()
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(box.findData(current))
        box.setFixedWidth(240)
        box.setToolTip(tip)
        box.setAccessibleName(text.replace("&", ""))
        box.setAccessibleDescription(tip)
        box.currentIndexChanged.connect(
            lambda _: self._preferences.change_window({field: box.currentData()})
        )
        label = QLabel(text)
        label.setBuddy(box)
        self._form.addRow(label, box)
        return box

    def _hint(self, text: str) -> None:
        self._form.addRow("", paragraph(text, "secondary"))

    def _lay_out(self) -> None:
        self._form.setHorizontalSpacing(24)
        self._form.setVerticalSpacing(8)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(labelled(tr("General"), "heading"))
        column.addLayout(self._form)
        column.addStretch(1)
