"""Exports the album: where to, what will happen, what happened."""

from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from album_organizer.domain.errors import AlbumError
from album_organizer.domain.job import Progress
from album_organizer.export.execute import ExportResult, execute
from album_organizer.export.plan import ExportMode, ExportPlan, plan_export
from album_organizer.gui.jobs import Callbacks, Pool, Task
from album_organizer.gui.panels.elements import labelled, paragraph
from album_organizer.gui.wording import photo_count, progress_line
from album_organizer.i18n import number, tr

_PAUSE_MS = 250
"""The plan is made when nothing was typed for so long."""


class ExportState(Enum):
    """What the dialog is doing."""

    PLANNING = auto()
    READY = auto()
    BLOCKED = auto()
    EXPORTING = auto()
    STOPPED = auto()
    DONE = auto()


class ExportDialog(QDialog):
    """Window-modal; the photos are those that were in the album when it was opened.

    Args:
        photos: Absolute path, and POSIX path relative to the folder.
        destination: Suggested.
        pool: Where planning and copying run.
        parent: The window it belongs to.
    """

    def __init__(
        self,
        photos: Sequence[tuple[Path, str]],
        destination: Path,
        pool: Pool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._photos = list(photos)
        self._pool = pool
        self._task: Task | None = None
        self._plan: ExportPlan | None = None
        self.state = ExportState.PLANNING
        self.setWindowTitle(tr("Export the album"))
        self.setMinimumWidth(560)
        self.destination = QLineEdit(str(destination))
        self.destination.setAccessibleName(tr("Destination folder"))
        self.destination.setToolTip(tr("Where the photos of the album are copied to"))
        self.browse_button = QPushButton(tr("Browse…"))
        self.browse_button.setToolTip(tr("Choose the destination folder"))
        self.browse_button.setAutoDefault(False)
        self.summary = paragraph()
        self.summary.setMinimumHeight(40)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.setAccessibleDescription(tr("How many photos were copied"))
        self.problems = QPlainTextEdit()
        self.problems.setReadOnly(True)
        self.problems.setAccessibleName(tr("Photos that were not exported"))
        self.open_button = QPushButton(tr("Open folder"))
        self.open_button.setAutoDefault(False)
        self.close_button = QPushButton(tr("Cancel"))
        self.close_button.setToolTip(tr("Close; what was copied stays"))
        self.close_button.setAutoDefault(False)
        self.export_button = QPushButton(tr("Export"))
        self.export_button.setToolTip(tr("Copy the album; nothing is overwritten"))
        self.export_button.setProperty("role", "primary")
        self.export_button.setDefault(True)
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._make_plan)
        self.destination.textChanged.connect(self._edited)
        self.browse_button.clicked.connect(self._browse)
        self.export_button.clicked.connect(self._export)
        self.close_button.clicked.connect(self.reject)
        self.open_button.clicked.connect(self._open_folder)
        self._make_plan()

    def reject(self) -> None:
        """Stops what runs; closes if nothing did."""
        if self.state is ExportState.EXPORTING and self._task is not None:
            self._task.cancel()
            self.summary.setText(tr("Stopping …"))
            return
        self._forget_task()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The same as Cancel."""
        if self.state is ExportState.EXPORTING:
            self.reject()
            event.ignore()
            return
        self._forget_task()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        heading = tr("Export {photos}").format(photos=photo_count(len(self._photos)))
        column.addWidget(labelled(heading, "heading"))
        column.addWidget(
            paragraph(
                tr("They are copied. The originals stay as they are, and no file is overwritten."),
                "secondary",
            )
        )
        column.addSpacing(8)
        caption = labelled(tr("To this folder"), "section")
        caption.setBuddy(self.destination)
        column.addWidget(caption)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.destination, 1)
        row.addWidget(self.browse_button)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self.summary)
        column.addWidget(self.bar)
        column.addWidget(self.problems)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.export_button)
        column.addLayout(buttons)
        self._set_state(ExportState.PLANNING)

    def _edited(self) -> None:
        # A plan for the folder named before must not be carried out.
        self._forget_task()
        self._plan = None
        self._set_state(ExportState.PLANNING)
        self._pause.start()

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Export to"), self.destination.text())
        if chosen:
            self.destination.setText(chosen)

    def _make_plan(self) -> None:
        self._forget_task()
        text = self.destination.text().strip()
        if not text:
            self._block(tr("Choose a folder to export to."))
            return
        photos, target = self._photos, Path(text).expanduser()
        self._task = self._pool.submit(
            lambda context: plan_export(photos, target, ExportMode.COPY),
            Callbacks(done=self._planned, failed=lambda error: self._block(str(error))),
        )

    def _planned(self, plan: ExportPlan) -> None:
        self._plan = plan
        new = sum(not item.present for item in plan.items)
        lines = [
            tr("{photos}, {size}, will be copied.").format(
                photos=photo_count(new), size=_megabytes(plan.bytes_needed)
            )
        ]
        if new < len(plan.items):
            there = photo_count(len(plan.items) - new)
            lines.append(tr("{photos} there already.").format(photos=there))
        if plan.problems:
            lines.append(
                tr("{photos} cannot be read and will be left out.").format(
                    photos=photo_count(len(plan.problems))
                )
            )
        self.summary.setText(" ".join(lines))
        self._set_state(ExportState.READY if plan.items else ExportState.BLOCKED)

    def _block(self, sentence: str) -> None:
        self._plan = None
        self.summary.setText(sentence)
        self._set_state(ExportState.BLOCKED)

    def _export(self) -> None:
        if self.state is ExportState.STOPPED:
            self._set_state(ExportState.PLANNING)
            self._make_plan()
            return
        plan = self._plan
        if plan is None or self.state is not ExportState.READY:
            return
        self._set_state(ExportState.EXPORTING)
        self._task = self._pool.submit(
            lambda context: execute(plan, context.job),
            Callbacks(
                progress=self._progressed,
                done=self._exported,
                failed=self._stopped,
                cancelled=lambda _: self._stopped(None),
            ),
            title=tr("Exporting to {folder}").format(folder=plan.destination.name),
            lossy=True,
        )

    def _progressed(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total or 0)
        self.bar.setValue(progress.done)
        self.summary.setText(progress_line(progress))

    def _exported(self, result: ExportResult) -> None:
        self.summary.setText(result.sentence())
        self.problems.setPlainText("\n".join(problem.error for problem in result.problems))
        self._set_state(ExportState.DONE)

    def _stopped(self, error: AlbumError | None) -> None:
        sentence = tr("Stopped; what was copied so far stays.") if error is None else str(error)
        self.summary.setText(sentence)
        self._set_state(ExportState.STOPPED)

    def _open_folder(self) -> None:
        if self._plan is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._plan.destination)))

    def _forget_task(self) -> None:
        self._pause.stop()
        if self._task is not None:
            self._task.drop()
            self._task = None

    def _set_state(self, state: ExportState) -> None:
        self.state = state
        done = state is ExportState.DONE
        editable = state not in {ExportState.EXPORTING, ExportState.DONE}
        self.destination.setEnabled(editable)
        self.browse_button.setEnabled(editable)
        self.export_button.setEnabled(state in {ExportState.READY, ExportState.STOPPED})
        again = state is ExportState.STOPPED
        self.export_button.setText(tr("Try again") if again else tr("Export"))
        self.export_button.setVisible(not done)
        self.open_button.setVisible(done)
        self.problems.setVisible(done and bool(self.problems.toPlainText()))
        self.bar.setVisible(state is ExportState.EXPORTING)
        self.close_button.setText(tr("Close") if done else tr("Cancel"))


def _megabytes(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)) if size else 0} kB"
    return f"{size / 1e6:.0f} MB" if size < 1e9 else f"{number(size / 1e9, '.1f')} GB"


def suggested_destination(folder: Path) -> Path:
    """A new folder beside the photos; in the person's own folder if a whole drive is open."""
    if not folder.name:
        return Path.home() / tr("Album")
    pattern = tr("{folder} album")
    if folder.name.casefold().endswith("album"):
        pattern = tr("{folder} export")
    return folder.with_name(pattern.format(folder=folder.name))
