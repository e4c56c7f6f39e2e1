"""One version: what it is and where it stands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.models.state import ModelsState
from album_organizer.gui.models.words import (
    day,
    has_problem,
    kind_title,
    standing,
    verification_line,
)
from album_organizer.gui.panels.elements import ElidedLabel, labelled, paragraph
from album_organizer.i18n import number, tr, trn
from album_organizer.registry.card import metric_name, size_of
from album_organizer.registry.model_version import ModelVersion


class VersionFacts(QWidget):
    """Heading, standing, note and facts.

    Args:
        icons: The sign before a problem.
        parent: Qt owner.
    """

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = ElidedLabel("heading")
        self.sign = QToolButton()
        self.sign.setObjectName("sign")
        self.sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sign.setAccessibleName(tr("Problem"))
        icons.bind(self.sign, "warning", "star")
        self.standing = paragraph("", "secondary")
        self.note = paragraph("")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(2)
        self._facts.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        place = QHBoxLayout()
        place.setSpacing(4)
        place.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        place.addWidget(self.standing, 1)
        column.addLayout(place)
        column.addWidget(self.note)
        column.addSpacing(4)
        column.addLayout(self._facts)
        column.addStretch(1)

    def show_kind(self, state: ModelsState, kind: str) -> None:
        """Shows what is known of a whole kind, while its heading is selected."""
        self.show_version(state, None)
        count, current = len(state.versions[kind]), state.current(kind)
        self.heading.set_text(kind_title(kind))
        versions = trn("{n} version", "{n} versions", count).format(n=count)
        if current is None:
            self.standing.setText(tr("{versions}, none in use").format(versions=versions))
        else:
            text = tr("{versions}, {current} in use")
            self.standing.setText(text.format(versions=versions, current=current.version))

    def show_version(self, state: ModelsState, version: ModelVersion | None) -> None:
        """Shows a version, or with None that no version is selected."""
        self.heading.set_text("" if version is None else version.title)
        self.sign.setVisible(version is not None and has_problem(state, version))
        self.standing.setText("" if version is None else standing(state, version))
        self.note.setText("" if version is None else version.note or "")
        self.note.setVisible(version is not None and bool(version.note))
        while self._facts.count():
            entry = self._facts.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (label, text) in enumerate([] if version is None else self._lines(version)):
            caption, value = labelled(label, "secondary"), ElidedLabel()
            value.set_text(text)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setMinimumHeight(20)
            caption.setToolTip(self._meaning(label))
            self._facts.addWidget(caption, row, 0)
            self._facts.addWidget(value, row, 1)

    def _lines(self, version: ModelVersion) -> list[tuple[str, str]]:
        found = [
            (tr("Architecture"), version.architecture),
            (tr("Trained on"), version.data),
            (tr("Date"), version.date and day(version.date)),
            (tr("Verified"), verification_line(version)),
            *((metric_name(name), number(value, ".3g")) for name, value in version.metrics.items()),
            (tr("File"), ", ".join(filter(None, (version.relative_path, size_of(version))))),
            (tr("Source"), version.source),
            (tr("Checksum"), version.sha256 and f"sha256 {version.sha256}"),
        ]
        return [(label, text) for label, text in found if text]

    def _meaning(self, label: str) -> str:
        """What a figure of a version says, for pointing at it."""
        return {
            metric_name("val_spearman"): tr("1 would be people's order exactly, 0 is chance"),
            metric_name("val_mse"): tr("Squared distance from people's scores; 0 is best"),
            metric_name("val_acc"): tr("Share of pairs; 0.5 is chance"),
            tr("Checksum"): tr("Tells when the file is no longer the registered one"),
        }.get(label, "")
