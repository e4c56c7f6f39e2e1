"""A line in the panel Models about versions that the program came with and this home has not."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from album_organizer.gui.models.words import kind_title, short
from album_organizer.gui.panels.elements import paragraph, plain_tip
from album_organizer.i18n import tr, trn
from album_organizer.registry.model_version import ModelVersion


class BuiltinOffer(QWidget):
    """Invisible while there is nothing to offer.

    Args:
        parent: Qt owner.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = paragraph("", "secondary")
        self.button = QPushButton(tr("Add"))
        self.button.clicked.connect(self.wanted)
        self.button.setAccessibleDescription(tr("Adds it beside the versions here"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def show_versions(self, offered: Sequence[ModelVersion]) -> None:
        """Offers versions, one of a kind at most; none hides the line."""
        names = list(dict.fromkeys(short(version.version) for version in offered))
        sentence = trn(
            "Built-in version {versions} is available.",
            "Built-in versions {versions} are available.",
            len(names),
        ).format(versions=", ".join(names))
        models = ", ".join(
            tr("{kind} {version}").format(kind=kind_title(v.kind), version=v.version)
            for v in offered
        )
        self.text.setText(sentence)
        self.button.setAccessibleName(tr("Add {models}").format(models=models))
        tip = tr("Adds {models} beside the versions here; the ones in use stay.")
        self.button.setToolTip(plain_tip(tip.format(models=models)))
        self.setVisible(bool(offered))
