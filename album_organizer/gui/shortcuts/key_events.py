"""What a key press means on this keyboard: which digit, which letter, is Caps Lock on.

Digits and, on keyboards without Latin letters, letters are told by where the key lies, so that
``1`` is one star on a French keyboard and Shift with ``1`` is still that key on a German one.
Where a platform tells no position (remote displays may not), only what the key types is known:
Shift with a digit then does nothing on layouts that type a sign with it, and Caps Lock goes
unnoticed with digits; the keypad and the setting "always go on" serve there.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_CAPS_LOCK = {"xcb": 1 << 1, "wayland": 1 << 1, "windows": 1 << 8, "cocoa": 1 << 16}
"""The bit of the native modifiers that tells Caps Lock."""
_LINUX_ROWS = ((10, "1234567890"), (24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))
"""Scan code of the first key of a row, and what the row types on an American keyboard."""
_COCOA_DIGITS = (18, 19, 20, 21, 23, 22, 26, 28, 25, 29)
_LINUX = {first + place: letter for first, row in _LINUX_ROWS for place, letter in enumerate(row)}
_COCOA = dict(zip(_COCOA_DIGITS, "1234567890", strict=True))
_WINDOWS = {ord(sign): sign for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def caps_lock(event: QKeyEvent, platform: str = "") -> bool:
    """Whether Caps Lock is on, as far as a key event tells.

    Args:
        event: A press.
        platform: Of Qt; by default the one that runs.
    """
    bit = _CAPS_LOCK.get(_platform(platform))
    if bit is not None and event.nativeModifiers() & bit:
        return True
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return event.text().isupper() and not shift


def digit(event: QKeyEvent, platform: str = "") -> Qt.Key | None:
    """The digit key that was pressed, whatever it types with or without Shift; else None."""
    key = Qt.Key(event.key())
    if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        return key
    sign = _by_position(event, platform)
    return Qt.Key(ord(sign)) if sign.isdigit() else None


def latin_letter(event: QKeyEvent, platform: str = "") -> Qt.Key | None:
    """The Latin letter of the key where the layout has other letters (Hebrew, Greek, ...)."""
    text = event.text()
    if not text or text.isascii() or not text.isalpha():
        return None
    sign = _by_position(event, platform)
    return Qt.Key(ord(sign)) if sign.isalpha() else None


def _by_position(event: QKeyEvent, platform: str) -> str:
    name = _platform(platform)
    if name in {"xcb", "wayland"}:
        return _LINUX.get(event.nativeScanCode(), "")
    if name == "windows":
        return _WINDOWS.get(event.nativeVirtualKey(), "")
    if name == "cocoa" and not event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return _COCOA.get(event.nativeVirtualKey(), "")
    return ""


def _platform(name: str) -> str:
    name = name or QGuiApplication.platformName()
    return "wayland" if name.startswith("wayland") else name
