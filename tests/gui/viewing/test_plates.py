"""What is said over a picture."""

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from album_organizer.domain.album import UserDecision
from album_organizer.domain.marks import ColorLabel, Marks
from album_organizer.gui.icons import Icons
from album_organizer.gui.theme import Theme
from album_organizer.gui.viewing.plates import Plate, PlatePainter, plates_of
from tests.gui.builders import item

GROUND = Qt.GlobalColor.magenta


def covered(theme: Theme, icons: Icons, plates: list[Plate], size: QSize) -> QRect:
    """The part of the lower edge that plates cover."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    painter = QPainter(image)
    painter.setFont(QApplication.font())
    PlatePainter(theme, icons).draw(painter, plates, image.rect(), from_right=False)
    painter.end()
    ground = image.pixel(size.width() - 1, 0)
    row = size.height() - 14
    columns = [x for x in range(size.width()) if image.pixel(x, row) != ground]
    return QRect(columns[0], 0, columns[-1] - columns[0] + 1, size.height())


SMALL = [QSize(300, 400), QSize(600, 200), QSize(300, 200)]


@pytest.fixture
def plates() -> list[Plate]:
    told = plates_of(
        item("a.jpg", decision=UserDecision.PICK, marks=Marks(0, ColorLabel.RED)), best=True
    )
    assert [plate.text for plate in told] == ["Picked", "Best", "Red"]
    return told


@pytest.mark.parametrize("size", SMALL)
def test_a_small_picture_is_left_free_of_words(
    theme: Theme, icons: Icons, plates: list[Plate], size: QSize
) -> None:
    large = covered(theme, icons, plates, QSize(600, 400))
    small = covered(theme, icons, plates, size)
    assert small.width() <= 3 * 40
    assert small.width() < large.width()


def test_what_has_no_icon_is_said_in_words_everywhere(theme: Theme, icons: Icons) -> None:
    told = [Plate("", "", "Whole photo, 25%")]
    large = covered(theme, icons, told, QSize(600, 400))
    small = covered(theme, icons, told, QSize(300, 200))
    assert small.width() == large.width()


def test_on_black_plates_are_dark_in_the_light_scheme_too(theme: Theme, icons: Icons) -> None:
    def brightest(*, dark: bool) -> int:
        image = QImage(400, 300, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        plates = [Plate("", "", " " * 20)]
        PlatePainter(theme, icons).draw(painter, plates, image.rect(), from_right=False, dark=dark)
        painter.end()
        return max(image.pixelColor(x, 286).value() for x in range(60))

    theme.force("light")
    assert brightest(dark=False) > 200
    assert brightest(dark=True) < 100
