"""How many photos the album should have: a slider for what is usual, a field for any number."""

from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from album_organizer.gui.icons import Icons
from album_organizer.gui.panels.elements import paragraph
from album_organizer.gui.theme import number_font
from album_organizer.gui.tuning.slider_row import SliderRow
from album_organizer.gui.wording import photo_count
from album_organizer.i18n import tr, trn

MAX_COUNT = 100_000
_SLIDER_TOP = 300
"""Beyond, one pixel of the slider would be several photos."""
_SLIDER_SHORTEST = 20


class CountRow(SliderRow):
    """The number of photos; its slider ends where the folder does.

    Args:
        icons: Of the button.
        parent: Qt owner.
    """

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(
            icons,
            tr("Photos in the album"),
            tr(
                "Picks and proposals together reach this number. "
                "Photos that you picked are always in."
            ),
            photo_count,
            smallest=1,
            largest=_SLIDER_TOP,
            page=10,
            parent=parent,
        )

    @property
    def value(self) -> int:
        """Photos wanted in the album."""
        return self.box.value()

    def set_photos(self, count: int) -> None:
        """Lets the slider end at the number of photos there are."""
        blocked = self.slider.blockSignals(True)
        self.slider.setMaximum(min(max(count, _SLIDER_SHORTEST), _SLIDER_TOP))
        self.slider.setValue(self.value)
        self.slider.blockSignals(blocked)

    def show_found(self, in_album: int) -> None:
        """Tells why the album has another number of photos than is wanted.

        Args:
            in_album: Picks and proposals.
        """
        words = found_words(in_album, self.value)
        self.found_label.setText(words)
        self.found_label.setVisible(bool(words))

    def show_value(self, value: int) -> None:
        """Shows a number that nobody chose here."""
        blocked = self.box.blockSignals(True)
        self.box.setValue(value)
        self.box.blockSignals(blocked)
        self._follow(value)

    def reset(self) -> None:
        """Goes back to the default, as if somebody had typed it."""
        self.box.setValue(self._default)

    def _changed(self, value: int) -> None:
        """The slider was moved."""
        self.box.setValue(value)

    def _typed(self, value: int) -> None:
        self._follow(value)
        self.moved.emit(value)

    def _follow(self, value: int) -> None:
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(value)
        self.slider.blockSignals(blocked)
        self._tell()

    def _make_value_widget(self) -> QWidget:
        self.box = QSpinBox()
        self.box.setRange(1, MAX_COUNT)
        self.box.setFont(number_font(self.font()))
        self.box.setFixedWidth(72)
        # The style sheet does not reach the text inside a spin box.
        self.box.lineEdit().setTextMargins(4, 0, 4, 0)
        # While somebody types 120, albums of 1 and 12 photos are not wanted.
        self.box.setKeyboardTracking(False)
        self.box.setAccessibleName(tr("Photos in the album"))
        self.box.setAccessibleDescription(self.slider.accessibleDescription())
        self.box.setToolTip(self.slider.toolTip())
        self.box.valueChanged.connect(self._typed)
        return self.box

    def _show_text(self, text: str) -> None:
        """The field shows it already."""

    def _lay_out(self) -> QVBoxLayout:
        column = super()._lay_out()
        self.found_label = paragraph("", "secondary")
        self.found_label.hide()
        column.addWidget(self.found_label)
        return column


def found_words(in_album: int, wanted: int) -> str:
    """Why the album has another number of photos than is wanted; empty where it has not.

    Args:
        in_album: Picks and proposals.
        wanted: The size of the album that was asked for.
    """
    if in_album < wanted:
        return trn(
            "{n:,} found: of similar shots only the best is proposed, and rejected ones never.",
            "{n:,} found: of similar shots only the best is proposed, and rejected ones never.",
            in_album,
        ).format(n=in_album)
    if in_album > wanted:
        return tr("{n:,} are picked already; picks are never left out.").format(n=in_album)
    return ""
