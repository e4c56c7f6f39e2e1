"""The reasons as chips; each tells its sentence when touched."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from album_organizer.domain.reason import Reason, ReasonKind
from album_organizer.gui.icons import Icons
from album_organizer.gui.inspector.button_text import beside_icon
from album_organizer.gui.inspector.flow_layout import FlowLayout
from album_organizer.gui.inspector.roving_focus import RovingFocus, show_in_area
from album_organizer.gui.inspector.rows import INSET
from album_organizer.gui.panels.elements import paragraph, plain_tip
from album_organizer.i18n import tr

_ICONS = {
    ReasonKind.DECISION: ("check", "text"),
    ReasonKind.GROUP: ("stack", "secondary"),
    ReasonKind.COMPARISON: ("tie", "tie"),
    ReasonKind.AESTHETICS: ("aesthetics", "accent"),
    ReasonKind.STRENGTH: ("check", "pick"),
    ReasonKind.FAULT: ("warning", "reject"),
    ReasonKind.ALBUM: ("album", "secondary"),
}


class ReasonChips(QWidget):
    """Reasons in a few words; the sentence of the one that was clicked stands below.

    Another photo keeps the sentence of the same kind open, so that one reason can be followed
    from photo to photo.

    Args:
        icons: Of the chips.
    """

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._reasons: tuple[Reason, ...] = ()
        self._open: ReasonKind | None = None
        self._all: list[QPushButton] = []
        self._flow = FlowLayout(None, 4)
        self.sentence = paragraph("", "body")
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET, 0, INSET, 0)
        column.setSpacing(8)
        column.addLayout(self._flow)
        column.addWidget(self.sentence)
        self._roving = RovingFocus(self)
        # Later ones follow the first one in the order of the Tab key.
        self._all.append(self._make_chip(0))
        self.show_reasons(())

    @property
    def chips(self) -> list[QPushButton]:
        """Those that are shown, in order."""
        return self._all[: len(self._reasons)]

    @property
    def sentences(self) -> list[str]:
        """What the chips say in full."""
        return [reason.sentence for reason in self._reasons]

    def show_reasons(self, reasons: Sequence[Reason]) -> None:
        """Shows reasons in their order."""
        self._reasons = tuple(reasons)
        while len(self._all) < len(reasons):
            self._all.append(self._make_chip(len(self._all)))
            self.setTabOrder(self._all[-2], self._all[-1])
        for chip in self._all[len(reasons) :]:
            chip.hide()
        for chip, reason in zip(self._all, reasons, strict=False):
            self._fill(chip, reason)
        self._roving.set_widgets(self.chips)
        kept = next((n for n, r in enumerate(reasons) if r.kind is self._open), None)
        self._show_sentence(kept)

    def _make_chip(self, place: int) -> QPushButton:
        chip = QPushButton()
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setIconSize(QSize(16, 16))
        chip.clicked.connect(lambda checked: self._clicked(place, checked))
        self._flow.addWidget(chip)
        return chip

    def _fill(self, chip: QPushButton, reason: Reason) -> None:
        if chip.property("kind") != reason.kind.value:
            chip.setProperty("kind", reason.kind.value)
            self._icons.bind(chip, *_ICONS[reason.kind])
        chip.setText(beside_icon(reason.chip, self))
        chip.setToolTip(plain_tip(reason.sentence))
        chip.setAccessibleName(reason.chip)
        chip.setAccessibleDescription(reason.sentence)
        chip.show()

    def _clicked(self, place: int, checked: bool) -> None:
        self._open = self._reasons[place].kind if checked else None
        self._show_sentence(place if checked else None)
        if checked:
            show_in_area(self.sentence)

    def _show_sentence(self, place: int | None) -> None:
        for number, chip in enumerate(self.chips):
            chip.setChecked(number == place)
        said = "" if place is None else self._reasons[place].sentence
        self.sentence.setText(said)
        self.sentence.setAccessibleName(tr("In full: {sentence}").format(sentence=said))
        self.sentence.setVisible(bool(said))
