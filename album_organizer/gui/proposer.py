"""Ranks the open folder anew whenever the person decides or tunes; the latest answer counts."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from album_organizer.domain.errors import AlbumError
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.jobs import Callbacks, Pools, Task, TaskContext
from album_organizer.gui.session_jobs import CompareMissing, Scanned
from album_organizer.i18n import tr
from album_organizer.pipeline.answers import Pair
from album_organizer.pipeline.proposal_change import NO_CHANGE, change_between
from album_organizer.pipeline.reranking import RankedAlbum, Reranker

_CALM_MS = 400
"""After the last movement of a slider, before its tuning is kept and missing comparisons run."""

Codes = Callable[[], NDArray[np.int8]]


class Proposer(QObject):
    """Between tuning, decisions and the ranking that follows from them.

    ``ranked`` carries the new :class:`RankedAlbum`, ``changed`` the :class:`Change` since
    :meth:`mark`, ``tuning_changed`` the :class:`Tuning` in force, ``settled`` the same when it is
    to be kept, ``failed`` a sentence.

    Attributes:
        tuning: In force.
        defaults: What Reset goes back to.
        reranker: Of the open folder, or None before the end of its scan.
        latest: The last ranking, or None.

    Args:
        pools: Where rankings and comparisons run.
        decisions: The decisions of the open folder by row of the reranker, asked on the window's
            thread.
        parent: Qt owner.
    """

    ranked = Signal(object)
    changed = Signal(object)
    tuning_changed = Signal(object)
    settled = Signal(object)
    failed = Signal(str)

    def __init__(self, pools: Pools, decisions: Codes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools = pools
        self._decisions = decisions
        self.tuning = self.defaults = Tuning()
        self.reranker: Reranker | None = None
        self.latest: RankedAlbum | None = None
        self._marked: RankedAlbum | None = None
        self._compare: CompareMissing | None = None
        self._ranking: Task | None = None
        self._comparing: Task | None = None
        self._again = False
        self._unkept = False
        self._mark_next = False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._settle)

    def begin(self, tuning: Tuning, defaults: Tuning) -> None:
        """A folder is being scanned; nothing can be ranked before :meth:`use`."""
        self.tuning, self.defaults = tuning, defaults
        self.tuning_changed.emit(tuning)

    def use(self, scanned: Scanned) -> None:
        """Takes over the end of a scan and shows its ranking, or a newer one if need be."""
        self.forget()
        self.reranker, self._compare = scanned.reranker, scanned.compare
        self._show(scanned.ranked)
        if scanned.ranked.tuning != self.tuning:
            self.rank()

    def forget(self) -> None:
        """Another folder is opened, or the same one again."""
        self.finish()
        for task in (self._ranking, self._comparing):
            if task is not None:
                task.drop()
        self._ranking = self._comparing = None
        self._again = False
        self.reranker = self.latest = self._marked = self._compare = None

    def finish(self) -> None:
        """Keeps at once what waits to be kept."""
        self._calm.stop()
        self._keep()

    def mark(self) -> None:
        """What is proposed now is what later proposals are compared with."""
        self._marked = self.latest

    def rank_decided(self) -> None:
        """Ranks after a decision, which is no change by another tuning."""
        self._mark_next = True
        self.rank()

    def tune(self, tuning: Tuning) -> None:
        """Ranks by another tuning."""
        if tuning == self.tuning:
            return
        self.tuning, self._unkept = tuning, True
        self.tuning_changed.emit(tuning)
        self._calm.start()
        self.rank()

    def rank(self) -> None:
        """Ranks by what holds now; a ranking that runs is followed by one more, never by two."""
        reranker = self.reranker
        if reranker is None:
            return
        if self._ranking is not None:
            self._again = True
            return
        tuning, decisions = self.tuning, self._decisions()
        self._ranking = self._pools.proposal.submit(
            lambda context: reranker.rank(tuning, decisions),
            Callbacks(done=self._ranked, failed=self._failed),
        )

    def _ranked(self, ranked: RankedAlbum) -> None:
        self._ranking = None
        self._show(ranked)
        if self._again:
            self._again = False
            self.rank()

    def _show(self, ranked: RankedAlbum) -> None:
        self.latest = ranked
        if self._mark_next and not self._again:
            self._mark_next = False
            self.mark()
        self.ranked.emit(ranked)
        before = self._marked
        known = before is not None and before.paths == ranked.paths
        self.changed.emit(change_between(before, ranked) if known and before else NO_CHANGE)
        if ranked.wants_comparisons:
            self._calm.start()

    def _failed(self, error: AlbumError) -> None:
        self._ranking = None
        self.failed.emit(str(error))

    def _keep(self) -> None:
        if self._unkept:
            self._unkept = False
            self.settled.emit(self.tuning)

    def _settle(self) -> None:
        self._keep()
        latest = self.latest
        if latest is not None and latest.wants_comparisons and self._comparing is None:
            self._run_missing(latest.missing_pairs)

    def _run_missing(self, pairs: tuple[Pair, ...]) -> None:
        reranker, compare = self.reranker, self._compare
        if reranker is None or compare is None:
            return

        def work(context: TaskContext) -> Reranker:
            return compare(reranker, pairs, context.job)

        def done(answered: Reranker) -> None:
            self._comparing = None
            self.reranker = answered
            self.rank()

        def ended(_: object) -> None:
            self._comparing = None

        def failed(error: AlbumError) -> None:
            ended(error)
            self.failed.emit(str(error))

        self._comparing = self._pools.ties.submit(
            work,
            Callbacks(done=done, failed=failed, cancelled=ended),
            title=tr("Comparing shots that are close"),
        )
