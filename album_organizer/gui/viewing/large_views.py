"""Loupe, compare and survey: which photos they show, and what the keys in them lead to."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Signal

from album_organizer.domain.album import Comparison
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.delegates.photo_delegate import PhotoDelegate
from album_organizer.gui.icons import Icons
from album_organizer.gui.item_models.photo_grid_model import PhotoGridModel
from album_organizer.gui.item_models.photo_item import PhotoItem
from album_organizer.gui.pictures import PictureStore
from album_organizer.gui.theme import Theme
from album_organizer.gui.thumbnails import ThumbnailStore
from album_organizer.gui.viewing.canvas import PhotoCanvas
from album_organizer.gui.viewing.compare_page import ComparePage
from album_organizer.gui.viewing.compare_set import CompareSet, choose
from album_organizer.gui.viewing.compare_words import pair_sentence
from album_organizer.gui.viewing.film_strip import FilmStrip
from album_organizer.gui.viewing.loupe_page import LoupePage
from album_organizer.gui.viewing.side_by_side import SideBySide
from album_organizer.gui.viewing.survey_page import SurveyPage
from album_organizer.gui.viewing.view_mode import ViewMode
from album_organizer.i18n import tr


class FolderPhotos(Protocol):
    """What is asked of the open folder."""

    @property
    def folder(self) -> str:
        """Absolute path."""

    @property
    def items(self) -> Mapping[str, PhotoItem]:
        """All photos by path."""

    def group_of(self, path: str) -> Sequence[PhotoItem]:
        """The photos of a photo's group, best first."""

    def comparisons_of(self, path: str) -> Sequence[Comparison]:
        """The comparisons a photo took part in, told from its side."""


class LargeViews(QObject):
    """The three pages over the photos of the grid.

    Args:
        theme: Colours.
        icons: Marks and buttons.
        model: What the grid shows.
        thumbnails: Small pictures.
        pictures: Large pictures.
        parent: Qt owner.
    """

    focus_moved = Signal()
    changed = Signal()
    stepped = Signal(int)
    chosen = Signal(str)
    opened = Signal(str)
    left = Signal()
    too_few = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        model: PhotoGridModel,
        thumbnails: ThumbnailStore,
        pictures: PictureStore,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._compared = CompareSet((), ())
        self._surveyed: tuple[str, ...] = ()
        self._grouped = False
        self._focus_on: str | None = None
        self._place = 0
        self._way = 1
        self._strip_shown = True
        self._bare = False
        self.tuning = Tuning()

        def strip() -> FilmStrip:
            delegate = PhotoDelegate(theme, icons, thumbnails, compact=True, parent=self)
            return FilmStrip(model, delegate, theme, thumbnails)

        self.loupe = LoupePage(theme, icons, strip(), thumbnails, pictures)
        self.compare = ComparePage(theme, icons, strip(), thumbnails, pictures)
        self.survey = SurveyPage(theme, icons, thumbnails, pictures)
        self._connect()

    @property
    def strip_shown(self) -> bool:
        """Whether the film strip is wanted."""
        return self._strip_shown

    def focused(self, view: ViewMode) -> PhotoItem | None:
        """The photo that decisions concern in compare and survey."""
        if view is ViewMode.COMPARE:
            return self.compare.focused
        return self.survey.focused if view is ViewMode.SURVEY else None

    def canvas(self, view: ViewMode) -> PhotoCanvas | None:
        """The photo whose size keys change, or None where there is none."""
        if view is ViewMode.LOUPE:
            return self.loupe.view
        photos = self.compare.photos
        return (
            photos.sides[photos.place].view if view is ViewMode.COMPARE and photos.sides else None
        )

    def begin(
        self, view: ViewMode, photos: FolderPhotos, selected: Sequence[str], current: str
    ) -> bool:
        """Decides which photos compare and survey show.

        Args:
            view: The view that is opened.
            photos: Of the folder.
            selected: Selected paths in the order shown.
            current: The current photo, one of the folder.

        Returns:
            Whether there are enough photos for that view.
        """
        group = [item.path for item in photos.group_of(current)]
        if view is ViewMode.COMPARE:
            self._compared = choose(selected, current, group, self._model.paths)
            self._focus_on = self._compared.shown[0]
            return len(self._compared.shown) > 1
        if view is ViewMode.SURVEY:
            self._grouped = len(selected) < 2
            self._surveyed = tuple(group if self._grouped else selected)
            self._focus_on = current
        return True

    def shows(self, view: ViewMode, path: str) -> bool:
        """Whether compare or survey show a photo."""
        return path in (self._compared.shown if view is ViewMode.COMPARE else self._surveyed)

    def show(self, view: ViewMode, photos: FolderPhotos, place: int) -> None:
        """Shows the photos of a view as they are now.

        Args:
            view: LOUPE, COMPARE or SURVEY.
            photos: Of the folder.
            place: The place of the current photo in the grid.
        """
        if view is ViewMode.LOUPE:
            self._show_loupe(photos, place)
        elif view is ViewMode.COMPARE:
            self._show_compare(photos)
        else:
            items = [photos.items[path] for path in self._surveyed if path in photos.items]
            self.survey.show_photos(photos.folder, items, grouped=self._grouped)
            self._focus_first(self.survey.photos)

    def step(self, view: ViewMode, by: int) -> None:
        """Goes on in compare or survey."""
        if view is ViewMode.COMPARE:
            self.compare.step(by)
        elif view is ViewMode.SURVEY:
            self.survey.photos.step_focus(by)

    def toggle_zoom(self, view: ViewMode) -> None:
        """Between the whole photo and 1:1."""
        if view is ViewMode.LOUPE:
            self.loupe.view.toggle_at_spot()
        elif view is ViewMode.COMPARE:
            self.compare.photos.toggle_zoom()

    def show_strip(self, shown: bool) -> None:
        """Shows or hides the film strip."""
        self._strip_shown = shown
        self._dress()

    def set_bare(self, bare: bool) -> None:
        """Shows photos only, for the full screen."""
        self._bare = bare
        self.loupe.view.set_bare(bare)
        self.compare.set_bare(bare)
        self.survey.set_bare(bare)
        self._dress()

    def retry_failed(self) -> None:
        """Forgets which photos could not be read."""
        self.loupe.retry_failed()
        self.compare.photos.retry_failed()
        self.survey.photos.retry_failed()

    def swap(self) -> None:
        """The photo in focus changes places with the first one; the focus stays on its side."""
        place = self.compare.photos.place
        self._compared = self._compared.swapped(place)
        self.changed.emit()
        self.compare.photos.focus_photo(place)

    def _show_loupe(self, photos: FolderPhotos, place: int) -> None:
        if place != self._place:
            self._way = 1 if place > self._place else -1
            self._place = place
        count = self._model.rowCount()
        ahead = [place + n * self._way for n in (1, 2, -1, 3)]
        items = [self._model.item(near) for near in ahead if 0 <= near < count]
        item = self._model.item(place) if 0 <= place < count else None
        self._dress()
        self.loupe.show_photo(photos.folder, item, items)

    def _show_compare(self, photos: FolderPhotos) -> None:
        self._compared = self._compared.only(photos.items)
        items = [photos.items[path] for path in self._compared.shown]
        ahead = [self._compared.stepped(by).shown[1:2] for by in (1, -1)] if len(items) == 2 else []
        nearby = [photos.items[path] for paths in ahead for path in paths]
        sentence = tr("Decisions concern the photo with the frame.")
        if len(items) == 2:
            a, b = items
            found = [c for c in photos.comparisons_of(a.path) if c.b == b.path]
            sentence = pair_sentence(a, b, found[0] if found else None, self.tuning)
        self._dress()
        self.compare.show_photos(photos.folder, items, sentence, nearby)
        self._focus_first(self.compare.photos)
        if len(items) < 2:
            self.too_few.emit(items[0].path if items else "")

    def _focus_first(self, photos: SideBySide) -> None:
        """When a view has just been opened, the focus goes where the person was."""
        paths = [item.path for item in photos.items]
        if self._focus_on in paths:
            photos.focus_photo(paths.index(self._focus_on))
        self._focus_on = None

    def _dress(self) -> None:
        shown = self._strip_shown and not self._bare and self._model.rowCount() > 1
        self.loupe.strip.setVisible(shown)
        self.compare.strip.setVisible(shown)

    def _step_candidate(self, by: int) -> None:
        self._compared = self._compared.stepped(by)
        self.changed.emit()

    def _remove(self, path: str) -> None:
        self._compared = self._compared.without(path)
        self.changed.emit()

    def _choose_for_compare(self, path: str) -> None:
        place = self.compare.photos.place
        self._compared = self._compared.placed(place, path)
        self.changed.emit()
        self.compare.photos.focus_photo(self._compared.shown.index(path))

    def _open(self, view: ViewMode) -> None:
        item = self.focused(view)
        if item is not None:
            self.opened.emit(item.path)

    def _connect(self) -> None:
        loupe, compare, survey = self.loupe, self.compare, self.survey
        loupe.stepped.connect(self.stepped)
        loupe.left.connect(self.left)
        loupe.strip.chosen.connect(self.chosen)
        loupe.view.menu_wanted.connect(
            lambda spot: self.menu_wanted.emit(loupe.view.mapToGlobal(spot))
        )
        for strip in (loupe.strip, compare.strip):
            strip.menu_wanted.connect(
                lambda spot, s=strip: self.menu_wanted.emit(s.mapToGlobal(spot))
            )
        compare.stepped.connect(self._step_candidate)
        compare.swap_wanted.connect(self.swap)
        compare.removed.connect(self._remove)
        compare.strip.chosen.connect(self._choose_for_compare)
        compare.opened.connect(lambda: self._open(ViewMode.COMPARE))
        survey.opened.connect(lambda: self._open(ViewMode.SURVEY))
        for page in (compare, survey):
            page.focus_moved.connect(self.focus_moved)
            page.menu_wanted.connect(self.menu_wanted)
