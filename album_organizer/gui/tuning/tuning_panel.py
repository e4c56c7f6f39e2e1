"""The panel that tunes the proposal of the open folder."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from album_organizer.domain.scores import Weights
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import labelled, rule
from album_organizer.gui.panels.paragraph import ScrollArea
from album_organizer.gui.tuning.change_preview import ChangePreview
from album_organizer.gui.tuning.count_row import CountRow
from album_organizer.gui.tuning.latest import Latest
from album_organizer.gui.tuning.rows import TIE_STEPS, looks_row, tie_row, time_row, weight_rows
from album_organizer.gui.tuning.shares import rebalanced, whole_shares
from album_organizer.gui.tuning.slider_row import SliderRow
from album_organizer.i18n import tr
from album_organizer.pipeline.proposal_change import Change

MIN_WIDTH = 280

_REST_MS = 2000
"""Sliders left alone for so long: the next move is a new change, compared with what is then."""

_MARGIN = 16


class TuningPanel(QFrame):
    """Weights, tie threshold, variety and the size of the album.

    Attributes:
        tuned: A person moved something; carries the :class:`Tuning`, at most one each frame.
        began: The first move after a rest comes; what is proposed now is what the preview is to be
            compared with.
        photo_wanted: A name of the preview was chosen; carries the path.

    Args:
        icons: Of the buttons.
        parent: Qt owner.
    """

    tuned = Signal(object)
    began = Signal()
    photo_wanted = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tuning")
        self.setAccessibleName(tr("Tune the proposals"))
        self.setMinimumWidth(MIN_WIDTH)
        self._tuning = self._defaults = Tuning()
        self._moved_weight: int | None = None
        self._shares: list[float] = []
        self.weights = weight_rows(icons)
        self.tie = tie_row(icons)
        self.time = time_row(icons)
        self.looks = looks_row(icons)
        self.count = CountRow(icons)
        self.preview = ChangePreview(icons)
        self.saved_label = labelled("", "secondary")
        self.reset_button = QPushButton(tr("Reset to defaults"))
        self.reset_button.setToolTip(tr("Go back to what Settings say, for this folder"))
        self.reset_button.setAccessibleDescription(self.reset_button.toolTip())
        self._latest = Latest(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._connect()
        self._lay_out()
        self.set_defaults(self._defaults)
        self.show_tuning(self._tuning)
        self.show_saved(False)

    @property
    def tuning(self) -> Tuning:
        """What the sliders say."""
        return self._tuning

    def set_defaults(self, tuning: Tuning) -> None:
        """Takes what the settings say, to which everything can be reset."""
        self._defaults = tuning
        for row, value in self._values_of(tuning):
            row.set_default(value)
        self._tell_reset()

    def set_photos(self, count: int, in_album: int) -> None:
        """Takes how many photos the folder has, and how many of them the album."""
        self.count.set_photos(count)
        self.count.show_found(in_album)

    def show_tuning(self, tuning: Tuning) -> None:
        """Shows a tuning that nobody chose here; emits nothing, and drops what was under way."""
        self._latest.drop()
        self._rest.stop()
        self._show(tuning)

    def show_change(self, change: Change) -> None:
        """Shows what the last moves change in the proposal."""
        self.preview.show_change(change)

    def show_saved(self, saved: bool) -> None:
        """Tells whether this folder has a tuning of its own."""
        self.saved_label.setText(tr("Saved for this folder") if saved else tr("As in Settings"))

    def showEvent(self, event: QShowEvent) -> None:
        """No narrower than the longest row, whose words depend on the language."""
        super().showEvent(event)
        bar = self._area.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(max(MIN_WIDTH, self._body.minimumSizeHint().width() + bar))

    def _show(self, tuning: Tuning) -> None:
        self._tuning = tuning
        self._moved_weight = None
        for row, value in self._values_of(tuning):
            row.show_value(value)
        self._tell_reset()

    def _values_of(self, tuning: Tuning) -> list[tuple[SliderRow, int]]:
        shares = whole_shares(_parts(tuning.weights))
        return [
            *zip(self.weights, shares, strict=True),
            (self.tie, round(tuning.tie_threshold * 100 * TIE_STEPS)),
            (self.time, round(tuning.time_spread * 100)),
            (self.looks, round(tuning.visual_spread * 100)),
            (self.count, tuning.count),
        ]

    def _weight_moved(self, moved: int, share: int) -> None:
        if self._moved_weight != moved:
            # Kept while one slider moves, so that a way there and back ends where it began.
            self._moved_weight = moved
            self._shares = [100 * part for part in _parts(self._tuning.weights)]
        shares = rebalanced(self._shares, moved, share)
        for row, value in zip(self.weights, shares, strict=True):
            row.show_value(value)
        self._tune(replace(self._tuning, weights=Weights(*(value / 100 for value in shares))))

    def _tune(self, tuning: Tuning) -> None:
        self._tuning = tuning
        self._tell_reset()
        if not self._rest.isActive():
            self.began.emit()
        self._rest.start()
        self._latest.take(tuning)

    def _reset(self) -> None:
        self._show(self._defaults)
        self._tune(self._defaults)

    def _tell_reset(self) -> None:
        self.reset_button.setEnabled(self._tuning != self._defaults)

    def _connect(self) -> None:
        for number, row in enumerate(self.weights):
            row.moved.connect(lambda share, moved=number: self._weight_moved(moved, share))
        self.tie.moved.connect(
            lambda steps: self._tune(replace(self._tuning, tie_threshold=steps / (100 * TIE_STEPS)))
        )
        self.time.moved.connect(
            lambda share: self._tune(replace(self._tuning, time_spread=share / 100))
        )
        self.looks.moved.connect(
            lambda share: self._tune(replace(self._tuning, visual_spread=share / 100))
        )
        self.count.moved.connect(lambda count: self._tune(replace(self._tuning, count=count)))
        self._latest.passed.connect(self.tuned)
        self.reset_button.clicked.connect(self._reset)
        self.preview.photo_wanted.connect(self.photo_wanted)

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._make_head())
        self._body = self._make_body()
        self._area = ScrollArea(self._body)
        outer.addWidget(self._area, 1)
        outer.addWidget(rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(_MARGIN, 8, _MARGIN, 12)
        foot.addWidget(self.preview)
        outer.addLayout(foot)

    def _make_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(_MARGIN, 12, _MARGIN, 8)
        head.setSpacing(0)
        head.addWidget(labelled(tr("Tune the proposals"), "heading"))
        head.addWidget(self.saved_label)
        return head

    def _make_body(self) -> QWidget:
        body = QWidget()
        body.setObjectName("tuningBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN, 0, _MARGIN, 8)
        column.setSpacing(4)
        for heading, rows in (
            (tr("What counts"), self.weights),
            (tr("Close calls"), (self.tie,)),
            (tr("The album"), (self.count, self.time, self.looks)),
        ):
            column.addSpacing(4)
            column.addWidget(labelled(heading, "section"))
            for row in rows:
                column.addWidget(row)
        column.addSpacing(8)
        column.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        return body


def _parts(weights: Weights) -> tuple[float, float, float]:
    return weights.ava, weights.technical, weights.portrait
