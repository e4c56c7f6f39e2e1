import subprocess
import sys
from pathlib import Path

import pytest

from tools.check_qt import (
    DEBIAN_PACKAGES,
    advice,
    install,
    missing_libraries,
    needed_files,
    packages_for,
)

ROOT = Path(__file__).resolve().parents[3]
LDD = """\
PySide6/QtGui.abi3.so:
\tlinux-vdso.so.1 (0x00007ffd)
\tlibEGL.so.1 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f1)
PySide6/Qt/plugins/platforms/libqxcb.so:
\tlibxcb-cursor.so.0 => not found
\tlibEGL.so.1 => not found
"""


@pytest.fixture
def qt(tmp_path: Path) -> Path:
    platforms = tmp_path / "Qt" / "plugins" / "platforms"
    platforms.mkdir(parents=True)
    for name in ("libqxcb.so", "libqwayland.so", "libqoffscreen.so"):
        (platforms / name).write_text("")
    (tmp_path / "QtGui.abi3.so").write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("environment", "plugins"),
    [
        ({}, {"libqoffscreen.so"}),
        ({"DISPLAY": ":0"}, {"libqoffscreen.so", "libqxcb.so"}),
        ({"WAYLAND_DISPLAY": "wayland-0"}, {"libqoffscreen.so", "libqwayland.so"}),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": ""}, {"libqoffscreen.so"}),
    ],
)
def test_a_display_decides_what_is_needed(
    qt: Path, environment: dict[str, str], plugins: set[str]
) -> None:
    names = {file.name for file in needed_files(qt, environment)}
    assert names == plugins | {"QtGui.abi3.so"}


def test_missing_libraries_are_named_once() -> None:
    assert missing_libraries(LDD) == ["libEGL.so.1", "libxcb-cursor.so.0"]
    assert missing_libraries("") == []


def test_packages() -> None:
    assert packages_for(["libgthread-2.0.so.0", "libglib-2.0.so.0"]) == ["libglib2.0-0"]
    assert packages_for(["libunknown.so.1"]) == []


def test_what_a_bare_debian_lacks_is_covered() -> None:
    needed = """libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libxcb-cursor0
    libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
    libxcb-xinerama0 libxcb-xkb1 libfontconfig1 libglib2.0-0"""
    assert set(needed.split()) <= set(DEBIAN_PACKAGES.values())


def test_advice_has_the_command_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    for tool, command in (
        ("apt-get", "sudo apt-get install libegl1"),
        ("dnf", "sudo dnf install 'libEGL.so.1()(64bit)'"),
        ("pacman", "package manager"),
    ):
        monkeypatch.setattr("shutil.which", lambda name, tool=tool: name if name == tool else None)
        text = advice(["libEGL.so.1"])
        assert "libEGL.so.1" in text
        assert command in text


def test_nothing_is_installed_without_apt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert not install(["libegl1"])


def test_script_never_stops_what_follows() -> None:
    result = subprocess.run(
        [sys.executable, ROOT / "tools" / "check_qt.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0
    assert result.stdout == ""
