"""Blind test of two versions: pairs of photos, a choice each, and at the end whose taste it was."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from album_organizer.domain.errors import AlbumError
from album_organizer.evaluation.blind_outcome import MIN_DECIDED, PAIRS
from album_organizer.evaluation.blind_pairs import BlindPair, Choice
from album_organizer.evaluation.blind_session import BlindSession
from album_organizer.evaluation.results import VersionComparison
from album_organizer.gui.blind.pair_page import BlindPairPage
from album_organizer.gui.blind.result_page import THUMBNAIL, BlindResultPage
from album_organizer.gui.icons import Icons
from album_organizer.gui.jobs import Callbacks, Pool, Task
from album_organizer.gui.panels.elements import Banner, paragraph
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.i18n import tr, trn
from album_organizer.registry.blind_answers import BlindAnswer, BlindAnswers

_FEEDBACK_MS = 120
"""So long the chosen photo carries its mark before the next pair comes."""
_AT_ONCE = 4


class BlindTestDialog(QDialog):
    """Window-modal. Every answer is saved at once; closed half-way, the test goes on next time.

    Args:
        comparison: Of the two versions, on the album whose photos are shown.
        answers: Where the answers are kept.
        pictures: Decodes the photos; best one of its own, because whoever asks it for photos
            drops what others asked for.
        pool: Where answers are read and written; its one thread keeps their order.
        theme: Colours.
        icons: Signs.
        parent: The window it belongs to.
    """

    finished_test = Signal(object)
    """With the BlindOutcome, when the last pair of a test was answered and its result is shown."""

    def __init__(
        self,
        comparison: VersionComparison,
        answers: BlindAnswers,
        pictures: PictureStore,
        pool: Pool,
        theme: Theme,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = Path(comparison.folder)
        self._answers = answers
        self._pictures = pictures
        self._pool = pool
        self._session: BlindSession | None = None
        self._unsaved: dict[frozenset[str], BlindAnswer] = {}
        self._left_out = 0
        self._thumbnails: list[str] = []
        self._over = False
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(tr("Blind test"))
        self.setMinimumSize(640, 480)
        self.resize(1100, 720)
        self.banner = Banner(icons)
        self.banner.close_button.setAutoDefault(False)
        self.banner.action_button.setAutoDefault(False)
        self.message = paragraph(tr("Looking for pairs …"))
        self.message_button = QPushButton(tr("Close"))
        self.pair_page = BlindPairPage(theme, icons)
        self.result_page = BlindResultPage()
        self.pages = QStackedWidget()
        self._lay_out()
        self._feedback = QTimer(self)
        self._feedback.setSingleShot(True)
        self._feedback.setInterval(_FEEDBACK_MS)
        self._feedback.timeout.connect(self._renew)
        self._connect()
        self._loading: Task = pool.submit(
            lambda context: BlindSession(
                comparison,
                answers.for_versions(comparison.a.sha256, comparison.b.sha256),
            ),
            Callbacks(done=self._begin, failed=lambda error: self._say(str(error))),
        )

    def done(self, result: int) -> None:
        """Closes; answers that are still being saved are saved nevertheless."""
        self._over = True
        self._feedback.stop()
        self._loading.drop()
        self._pictures.want([], 0)
        super().done(result)

    def _lay_out(self) -> None:
        message_page = QWidget()
        inner = QVBoxLayout(message_page)
        inner.setContentsMargins(24, 24, 24, 24)
        inner.setSpacing(16)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner.addStretch(1)
        inner.addWidget(self.message)
        inner.addWidget(self.message_button, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(1)
        for page in (message_page, self.pair_page, self.result_page):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.message_button.clicked.connect(self.reject)
        self.pair_page.close_button.clicked.connect(self.reject)
        self.result_page.close_button.clicked.connect(self.accept)
        self.result_page.more_button.clicked.connect(self._go_on)
        self.pair_page.chosen.connect(self._choose)
        self.pair_page.back_wanted.connect(self._back)
        self.pair_page.resized.connect(self._fetch)
        self.banner.action_button.clicked.connect(self._save_again)
        self._pictures.ready.connect(self._arrived)
        self._pictures.failed.connect(self._could_not)

    def _begin(self, session: BlindSession) -> None:
        self._session = session
        if session.total == 0:
            self._say(
                tr("There is no pair to show: the two versions agree on the photos of this album.")
            )
        elif session.current is None:
            self._show_result(session)
        else:
            self._show_pairs()

    def _say(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.pages.setCurrentIndex(0)
        self.message_button.setFocus()

    def _show_pairs(self) -> None:
        self.pages.setCurrentWidget(self.pair_page)
        self.pair_page.setFocus()
        self._renew()

    def _renew(self) -> None:
        """Shows the current pair as far as it is there, or the result."""
        session = self._session
        if session is None:
            return
        if session.current is None:
            if session.answered:
                self._show_result(session)
                self.finished_test.emit(session.outcome)
            else:
                self._say(tr("There is no pair to show: the photos can no longer be read."))
            return
        self.pair_page.show_progress(
            session.number,
            session.total,
            can_go_back=session.can_go_back,
            note=self._note(session),
        )
        self.pair_page.mark(session.earlier_choice)
        self._show_pictures(session.current)
        self._fetch()

    def _show_pictures(self, pair: BlindPair) -> None:
        left, right = (self._pictures.picture(self._folder / p) for p in (pair.left, pair.right))
        self.pair_page.show_pair(left, right)

    def _fetch(self) -> None:
        session = self._session
        if session is None or session.current is None or self._over:
            return
        pairs = [pair for pair in (session.current, session.next) if pair is not None]
        wanted = dict.fromkeys(
            self._folder / path for pair in pairs for path in (pair.left, pair.right)
        )
        self._pictures.want(list(wanted), self.pair_page.needed_side)

    def _arrived(self, name: str) -> None:
        session = self._session
        if session is None or self._over:
            return
        pair = session.current
        if pair is None:
            self._show_thumbnails()
        elif not self._feedback.isActive() and name in {
            str(self._folder / path) for path in (pair.left, pair.right)
        }:
            self._show_pictures(pair)

    def _could_not(self, name: str, sentence: str) -> None:
        session = self._session
        if session is None or self._over:
            return
        if session.current is None:
            self._thumbnails = [p for p in self._thumbnails if str(self._folder / p) != name]
            self._show_thumbnails()
            return
        self._left_out += session.leave_out(Path(name).relative_to(self._folder).as_posix())
        if not self._feedback.isActive():
            self._renew()

    def _choose(self, choice: Choice) -> None:
        session = self._session
        if session is None:
            return
        self.pair_page.mark(choice)
        self.pair_page.hold()
        answer = session.answer(choice)
        self._unsaved[answer.photos] = answer
        self._save(answer)
        self._feedback.start()

    def _back(self) -> None:
        if self._session is not None and not self._feedback.isActive():
            self._session.back()
            self._renew()

    def _go_on(self) -> None:
        if self._session is not None:
            self._session.go_on()
            self._show_pairs()

    def _save(self, answer: BlindAnswer) -> None:
        def saved(_: object) -> None:
            if self._unsaved.get(answer.photos) is answer:
                del self._unsaved[answer.photos]
            if not self._over and not self._unsaved:
                self.banner.hide()

        def failed(error: AlbumError) -> None:
            if not self._over:
                self.banner.show_sentence(str(error), tr("Try again"))

        self._pool.submit(
            lambda context: self._answers.append(answer), Callbacks(done=saved, failed=failed)
        )

    def _save_again(self) -> None:
        for answer in list(self._unsaved.values()):
            self._save(answer)

    def _show_result(self, session: BlindSession) -> None:
        self.result_page.show_result(
            session.outcome,
            session.answered,
            can_go_on=session.can_go_on,
            note=self._note(session),
        )
        self.pages.setCurrentWidget(self.result_page)
        self._thumbnails = list(
            dict.fromkeys(path for pair, _ in session.answered for path in (pair.left, pair.right))
        )
        self._show_thumbnails()

    def _show_thumbnails(self) -> None:
        """Shows what is there and asks for a few more: the store keeps only a few at a time."""
        for path in list(self._thumbnails):
            pixmap = self._pictures.picture(self._folder / path)
            if pixmap is not None:
                self.result_page.show_thumbnail(path, pixmap)
                self._thumbnails.remove(path)
        side = round(THUMBNAIL.height() * self.devicePixelRatioF())
        self._pictures.want([self._folder / path for path in self._thumbnails[:_AT_ONCE]], side)

    def _note(self, session: BlindSession) -> str:
        lines = []
        if session.total < PAIRS:
            few = tr("The versions disagree on few photos: {n} of {full} pairs were found.")
            lines.append(few.format(n=session.total, full=PAIRS))
        if session.total < MIN_DECIDED:
            lines.append(tr("That is too few for a verdict."))
        if self._left_out:
            lines.append(
                trn(
                    "{n} pair was left out because a photo can no longer be read.",
                    "{n} pairs were left out because a photo can no longer be read.",
                    self._left_out,
                ).format(n=self._left_out)
            )
        return " ".join(lines)
