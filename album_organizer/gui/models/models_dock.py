"""The dock with the panel Models: asks before it changes anything, and says what happened."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QFileDialog, QMainWindow, QWidget

from album_organizer.gui.comparison.comparison_flow import ComparisonFlow
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Callbacks, Pools
from album_organizer.gui.models.models_controller import Failure, ModelsController, Outcome
from album_organizer.gui.models.models_panel import ModelsPanel
from album_organizer.gui.models.question import Question
from album_organizer.gui.models.state import KINDS, ModelsState
from album_organizer.gui.models.words import day, file_problem, short
from album_organizer.gui.panels.elements import discard
from album_organizer.gui.session import Session
from album_organizer.gui.theme import Theme
from album_organizer.gui.wording import duration, photo_count
from album_organizer.i18n import tr
from album_organizer.registry.model_version import ModelVersion
from album_organizer.storage.catalog import Catalog
from album_organizer.workspace.workspace import Workspace

_HEIGHT = 352
"""The facts of a version above its buttons."""

Album = Callable[[], tuple[Session | None, int]]
"""The open folder, if any, and the number of photos wanted in the album."""


class ModelsDock(QDockWidget):
    """Empty until :meth:`use` tells which home folder it is about.

    Args:
        theme: Colours.
        icons: Signs.
        pools: Where its work runs.
        album: What is open.
        parent: The window.
    """

    switched = Signal(object)
    alarmed = Signal(str)

    def __init__(
        self, theme: Theme, icons: Icons, pools: Pools, album: Album, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Models"))
        self.setObjectName("modelsDock")
        self.setAllowedAreas(
            Qt.DockWidgetArea.BottomDockWidgetArea | Qt.DockWidgetArea.TopDockWidgetArea
        )
        self._theme, self._icons, self._pools, self._album = theme, icons, pools, album
        self.panel = ModelsPanel(theme, icons)
        self.setWidget(self.panel)
        self.controller: ModelsController | None = None
        self.comparison: ComparisonFlow | None = None
        self.question: Question | None = None
        self._catalog: Catalog | None = None
        self._asking: QWidget | None = None
        self._message_action: Callable[[], None] | None = None
        self._connect_panel()

    def use(self, workspace: Workspace, catalog: Catalog) -> None:
        """Shows the versions of a home folder from now on."""
        if self.controller is not None:
            return
        self._catalog = catalog
        controller = ModelsController(workspace.registry, self._pools.models, self)
        self.controller = controller
        controller.state_changed.connect(self._show_state)
        controller.busy_changed.connect(lambda busy: self.panel.show_busy(busy=busy))
        controller.progress_changed.connect(self.panel.show_progress)
        controller.done.connect(self._done)
        controller.failed.connect(self._failed)
        controller.alarmed.connect(self.alarmed)
        comparison = ComparisonFlow(
            workspace, catalog, self._pools, self._theme, self._icons, self.window()
        )
        self.comparison = comparison
        comparison.promote_wanted.connect(self._promote_by_name)
        comparison.tested.connect(controller.record)
        comparison.said.connect(self._tell)
        controller.refresh()

    def show_panel(self) -> None:
        """Opens the panel with the keyboard on the list."""
        self.show()
        self.raise_()
        self._select_what_alarms()
        # The window makes room only after it has laid out the dock that just appeared.
        QTimer.singleShot(0, self, self._grow)
        self.panel.tree.setFocus()

    def _select_what_alarms(self) -> None:
        state = ModelsState() if self.controller is None else self.controller.state
        for kind in KINDS:
            version = state.current(kind)
            if version is not None and file_problem(state, version):
                self.panel.tree.select(kind, version.version)
                return

    def _grow(self) -> None:
        window = self.parent()
        if isinstance(window, QMainWindow) and not self.isFloating() and self.height() < _HEIGHT:
            window.resizeDocks([self], [_HEIGHT], Qt.Orientation.Vertical)

    def close_all(self) -> None:
        """The window closes: what belongs to the dock closes with it."""
        discard(self.question)
        self.question = None
        if self.comparison is not None:
            self.comparison.close()
        if self.controller is not None:
            self.controller.stop()

    # What the registry says

    def _show_state(self, state: ModelsState) -> None:
        self.panel.show_state(state)
        if self.comparison is not None:
            for kind in state.versions:
                version = state.current(kind)
                name = None if version is None else version.version
                self.comparison.set_current(kind, name)

    def _done(self, outcome: Outcome) -> None:
        self.panel.tree.select(outcome.kind, outcome.version)
        if outcome.switched:
            self.switched.emit(outcome)  # which is shown above the photos
        else:
            self._tell(outcome.sentence)

    def _failed(self, failure: Failure) -> None:
        agree = "" if failure.again is None else tr("Agree to this place")
        self._tell(failure.sentence, agree, failure.again, problem=True)

    def _tell(
        self,
        sentence: str,
        action: str = "",
        do: Callable[[], None] | None = None,
        *,
        problem: bool = False,
    ) -> None:
        self._message_action = do
        self.panel.tell(sentence, action, problem=problem)

    # What the person wants

    def _connect_panel(self) -> None:
        panel, details = self.panel, self.panel.details
        panel.source_chosen.connect(self._add)
        panel.offer.wanted.connect(self._add_offered)
        panel.cancel_wanted.connect(self._cancel)
        panel.message_action.connect(self._act_on_message)
        for signal, slot in (
            (details.use_wanted, self._ask_to_use),
            (details.force_wanted, self._ask_to_force),
            (details.compare_wanted, self._compare),
            (details.verify_wanted, self._verify),
            (details.note_wanted, self._ask_for_note),
            (details.retire_wanted, self._ask_to_retire),
            (details.restore_wanted, self._restore),
            (details.register_wanted, self._register_changed),
        ):
            signal.connect(partial(self._with_selected, slot))
        details.rollback_wanted.connect(self._ask_to_roll_back)

    def _with_selected(self, slot: Callable[[ModelsController, ModelVersion], None]) -> None:
        version = self.panel.selected
        if self.controller is not None and version is not None and not self.controller.busy:
            slot(self.controller, version)

    def _act_on_message(self) -> None:
        if self._message_action is not None:
            self._message_action()

    def _cancel(self) -> None:
        if self.controller is not None:
            self.controller.cancel()

    def _add(self, kind: str, source: Path) -> None:
        if self.controller is not None:
            self.controller.add(kind, source)

    def _add_offered(self) -> None:
        if self.controller is not None:
            self.controller.add_offered()

    def _verify(self, controller: ModelsController, version: ModelVersion) -> None:
        controller.verify(version.kind, version.version)

    def _restore(self, controller: ModelsController, version: ModelVersion) -> None:
        controller.restore(version.kind, version.version)

    def _register_changed(self, controller: ModelsController, version: ModelVersion) -> None:
        controller.add(version.kind, version.path)

    def _promote_by_name(self, kind: str, name: str) -> None:
        if self.panel.tree.select(kind, name) and self.comparison is not None:
            self._asking = self.comparison.window
            self._with_selected(self._ask_to_use)

    def _ask_to_use(self, controller: ModelsController, version: ModelVersion) -> None:
        """Counts what would have to be scored again, then asks."""
        session, catalog = self._album()[0], self._catalog
        ids = [] if session is None else session.table.content_ids
        sha256 = version.sha256
        if catalog is None or version.kind != "ava" or not ids:
            self._ask_with_count(controller, version, 0, 0)
            return

        def count(context: object) -> int:
            return len(set(ids)) - (catalog.scored_count(ids, sha256) if sha256 else 0)

        self._pools.models.submit(
            count,
            Callbacks(
                done=partial(self._ask_with_count, controller, version, len(set(ids))),
                failed=lambda error: self._tell(str(error)),
            ),
        )

    def _ask_with_count(
        self, controller: ModelsController, version: ModelVersion, photos: int, unscored: int
    ) -> None:
        current = controller.state.current(version.kind)
        name, parts = short(version.version), []
        last = version.verification
        if last is not None and not last.passed:
            failed = tr("It failed its verification on {day} and is refused if it fails again.")
            parts.append(failed.format(day=day(last.time)))
        if current is not None:
            parts.append(
                tr("{current} stays and can be brought back with Roll back.").format(
                    current=short(current.version)
                )
            )
        if unscored:
            parts.append(self._rescoring(version, unscored))
            if current is not None:
                parts.append(
                    tr("Scores of {current} are kept.").format(current=short(current.version))
                )
        elif version.kind == "ava" and photos:
            known = tr("All {photos} of this folder have its scores already.")
            parts.append(known.format(photos=photo_count(photos)))
        parts.append(tr("{version} is verified first.").format(version=name))
        question = self._ask(
            tr("Use {version} for new scans?").format(version=name),
            " ".join(parts),
            tr("Use {version}").format(version=name),
            field=tr("Reason, for the history (optional)"),
        )
        question.accepted.connect(
            lambda: controller.promote(version.kind, version.version, question.typed)
        )

    def _rescoring(self, version: ModelVersion, unscored: int) -> str:
        photos = photo_count(unscored)
        last = version.verification
        if last is None or not last.photos_per_s:
            return tr("{photos} of this folder will be scored again.").format(photos=photos)
        # The speed is that of judging; reading the files comes on top.
        seconds = unscored / last.photos_per_s
        return tr(
            "{photos} of this folder will be scored again ({time} for judging alone)."
        ).format(photos=photos, time=duration(seconds))

    def _ask_to_force(self, controller: ModelsController, version: ModelVersion) -> None:
        why = "" if version.verification is None else version.verification.sentence
        question = self._ask(
            tr("Use {version} in spite of its verification?").format(
                version=short(version.version)
            ),
            tr("{why} Scans may fail or give wrong scores. The history keeps that it was "
                    "forced, and why.").format(why=why),
            tr("Use it all the same"),
            field=tr("Reason"),
            needed=True,
        )  # fmt: skip
        question.accepted.connect(
            lambda: controller.promote(version.kind, version.version, question.typed, force=True)
        )

    def _ask_to_roll_back(self) -> None:
        controller, kind = self.controller, self.panel.selected_kind
        if controller is None or controller.busy:
            return
        earlier, current = controller.state.earlier.get(kind, ()), controller.state.current(kind)
        if not earlier or current is None:
            return
        text = tr("New scans use {to} again, and its scores are still known. {now} stays.")
        question = self._ask(
            tr("Roll back from {now}?").format(now=short(current.version)),
            text.format(to=earlier[0] if len(earlier) == 1 else tr("the chosen version"),
                        now=current.version),
            tr("Roll back"),
            field=tr("Reason, for the history (optional)"),
            choices=earlier,
        )  # fmt: skip
        question.accepted.connect(
            lambda: controller.roll_back(kind, question.chosen, question.typed)
        )

    def _ask_to_retire(self, controller: ModelsController, version: ModelVersion) -> None:
        question = self._ask(
            tr("Retire {version}?").format(version=short(version.version)),
            tr("It is kept with its history and its scores, but can no longer be put to use "
                    "until you take that back."),
            tr("Retire"),
            field=tr("Reason, for the history (optional)"),
        )  # fmt: skip
        question.accepted.connect(
            lambda: controller.retire(version.kind, version.version, question.typed)
        )

    def _ask_for_note(self, controller: ModelsController, version: ModelVersion) -> None:
        question = self._ask(
            tr("Note to {version}").format(version=short(version.version)),
            tr("What do you want to remember of it?"),
            tr("Save"),
            field=tr("Note"),
            value=version.note or "",
        )
        question.accepted.connect(
            lambda: controller.set_note(version.kind, version.version, question.typed)
        )

    def _compare(self, controller: ModelsController, version: ModelVersion) -> None:
        current = controller.state.current(version.kind)
        session, count = self._album()
        if current is None or self.comparison is None:
            return
        problem = file_problem(controller.state, version)
        if problem:
            self._tell(problem)
            return
        folder = self._ask_for_folder() if session is None else session.folder
        if folder:
            self.comparison.start(
                version.kind,
                current.version,
                version.version,
                Path(folder),
                count,
                current.version,
            )

    def _ask_for_folder(self) -> str:
        title = tr("Compare on the photos of a folder")
        return QFileDialog.getExistingDirectory(self, title, str(Path.home()))

    def _ask(self, title: str, text: str, action: str, **more: object) -> Question:
        discard(self.question)
        # Belongs to the window whose button asked, so that it never opens behind that one.
        owner, self._asking = self._asking or self.window(), None
        self.question = Question(title, text, action, parent=owner, **more)  # type: ignore[arg-type]
        self.question.open()
        return self.question
