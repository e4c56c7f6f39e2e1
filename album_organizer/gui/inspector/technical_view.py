"""The components of the technical quality as bars."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from album_organizer.domain.scores import FAULT, TechnicalQuality
from album_organizer.gui.inspector.rows import MeasureRow, RowList
from album_organizer.gui.theme import Theme
from album_organizer.gui.wording import percent
from album_organizer.i18n import tr


class TechnicalView(QWidget):
    """One bar for each component.

    Args:
        theme: Colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        words = _component_words()
        self.rows = {key: MeasureRow(theme, name) for key, (name, _) in words.items()}
        self._meanings = {key: meaning for key, (_, meaning) in words.items()}
        self.list = RowList(list(self.rows.values()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    def show_quality(self, technical: TechnicalQuality) -> None:
        """Shows the components of a photo."""
        for key, row in self.rows.items():
            share = float(getattr(technical, key))
            poor = share < FAULT
            meaning = self._meanings[key]
            if poor:
                meaning += " " + tr("Below {limit} it is named a fault.").format(
                    limit=percent(FAULT)
                )
            row.show_value(share, percent(share), meaning, poor=poor)
        self.list.renew()


def _component_words() -> dict[str, tuple[str, str]]:
    """Component -> its name and what it means."""
    return {
        "sharpness": (tr("Sharpness"), tr("How sharp the sharpest part is.")),
        "motion": (tr("Steadiness"), tr("100% without the smear of a shaken camera.")),
        "highlights": (tr("Highlights"), tr("100% with detail in all highlights.")),
        "shadows": (tr("Shadows"), tr("100% with detail in all shadows.")),
        "brightness": (tr("Brightness"), tr("100% for a photo that is bright enough.")),
        "contrast": (tr("Contrast"), tr("How far the bright tones are from the dark ones.")),
        "noise": (tr("Clean"), tr("100% without noise.")),
        "compression": (tr("No blocks"), tr("100% without visible JPEG blocks.")),
    }
