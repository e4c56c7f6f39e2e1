"""Which digit, which letter, is Caps Lock on: on the platforms and layouts people have."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from album_organizer.gui.shortcuts.key_events import caps_lock, digit, latin_letter

pytestmark = pytest.mark.usefixtures("qapp")

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def press(
    key: Qt.Key | int,
    text: str = "",
    held: Qt.KeyboardModifier = NONE,
    *,
    scan: int = 0,
    virtual: int = 0,
    native: int = 0,
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, int(key), held, scan, virtual, native, text)


@pytest.mark.parametrize(
    ("platform", "event", "expected"),
    [
        ("offscreen", press(Key.Key_3, "3"), Key.Key_3),
        ("offscreen", press(Key.Key_3, "3", Qt.KeyboardModifier.KeypadModifier), Key.Key_3),
        # German: Shift+1 types "!"; French: 1 types "&", Shift+1 types "1".
        ("xcb", press(Key.Key_Exclam, "!", SHIFT, scan=10), Key.Key_1),
        ("wayland", press(Key.Key_Exclam, "!", SHIFT, scan=10), Key.Key_1),
        ("wayland-egl", press(Key.Key_Ampersand, "&", scan=10), Key.Key_1),
        ("xcb", press(Key.Key_Agrave, "à", scan=19), Key.Key_0),
        ("windows", press(Key.Key_Exclam, "!", SHIFT, virtual=0x31), Key.Key_1),
        ("windows", press(Key.Key_ParenRight, ")", SHIFT, virtual=0x30), Key.Key_0),
        ("cocoa", press(Key.Key_Percent, "%", SHIFT, virtual=23), Key.Key_5),
        ("cocoa", press(Key.Key_Ampersand, "&", SHIFT, virtual=22), Key.Key_6),
        # Nothing is known of the position.
        ("offscreen", press(Key.Key_Exclam, "!", SHIFT, scan=10, virtual=0x31), None),
        ("xcb", press(Key.Key_P, "p", scan=33), None),
        ("windows", press(Key.Key_P, "p", virtual=0x50), None),
    ],
)
def test_digits(platform: str, event: QKeyEvent, expected: Qt.Key | None) -> None:
    assert digit(event, platform) == expected


@pytest.mark.parametrize(
    ("platform", "event", "expected"),
    [
        ("xcb", press(0x05E4, "פ", scan=33), Key.Key_P),
        ("xcb", press(0x05E1, "ס", scan=53), Key.Key_X),
        ("windows", press(0x05E4, "פ", virtual=0x50), Key.Key_P),
        ("xcb", press(0x0437, "з", scan=33), Key.Key_P),  # Cyrillic
        ("xcb", press(Key.Key_P, "p", scan=33), None),
        ("xcb", press(Key.Key_Odiaeresis, "ö", scan=47), None),  # no letter key elsewhere
        ("xcb", press(Key.Key_Eacute, "é", scan=11), None),  # a digit key
        ("offscreen", press(0x05E4, "פ", scan=33), None),
    ],
)
def test_letters_of_layouts_without_latin_ones(
    platform: str, event: QKeyEvent, expected: Qt.Key | None
) -> None:
    assert latin_letter(event, platform) == expected


@pytest.mark.parametrize(
    ("platform", "event", "expected"),
    [
        ("offscreen", press(Key.Key_P, "p"), False),
        ("offscreen", press(Key.Key_P, "P"), True),
        ("offscreen", press(Key.Key_P, "P", SHIFT), False),
        ("offscreen", press(Key.Key_1, "1"), False),
        ("offscreen", press(Key.Key_F5), False),
        ("offscreen", press(0x05E4, "פ"), False),  # neither large nor small
        ("xcb", press(Key.Key_1, "1", native=0b10), True),
        ("xcb", press(Key.Key_1, "1", native=0b100), False),
        ("windows", press(Key.Key_1, "1", native=0x100), True),
        ("windows", press(Key.Key_1, "1", native=0x200), False),  # Num Lock
        ("cocoa", press(Key.Key_1, "1", native=1 << 16), True),
        ("cocoa", press(Key.Key_1, "1", native=1 << 17), False),
    ],
)
def test_caps_lock(platform: str, event: QKeyEvent, expected: bool) -> None:
    assert caps_lock(event, platform) is expected
