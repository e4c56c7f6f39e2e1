"""Finds the system libraries that Qt's window needs on Linux, and installs missing ones.

PySide6 brings Qt itself but not the libraries of the graphics system. Run with the environment's
Python; ``--install`` uses apt-get where that needs no password. Always ends with 0: the command
line works without a window, so this only says what is missing.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""Shared library -> package of Debian and Ubuntu that has it."""


def needed_files(qt: Path, environment: Mapping[str, str]) -> list[Path]:
    """The parts of PySide6 that this session loads; those of a display only where there is one.

    Args:
        qt: Folder of the PySide6 package.
        environment: The process's environment variables.
    """
    platforms = qt / "Qt" / "plugins" / "platforms"
    files = [qt / "QtGui.abi3.so", qt / "QtWidgets.abi3.so", platforms / "libqoffscreen.so"]
    if environment.get("DISPLAY"):
        files.append(platforms / "libqxcb.so")
    if environment.get("WAYLAND_DISPLAY"):
        files.append(platforms / "libqwayland.so")
    return [file for file in files if file.exists()]


def missing_libraries(ldd_output: str) -> list[str]:
    """The libraries that the loader did not find, each once, sorted."""
    lines = ldd_output.splitlines()
    return sorted({line.split()[0] for line in lines if line.rstrip().endswith("=> not found")})


def packages_for(libraries: Iterable[str]) -> list[str]:
    """Debian's packages for libraries, each once, sorted; unknown libraries are left out."""
    found = {DEBIAN_PACKAGES[library] for library in libraries if library in DEBIAN_PACKAGES}
    return sorted(found)


def advice(libraries: list[str]) -> str:
    """What a person has to type to get missing libraries."""
    lines = [f"Qt's window needs system libraries that are missing: {', '.join(libraries)}."]
    packages = packages_for(libraries)
    if shutil.which("apt-get") and packages:
        lines.append(f"Please type:  sudo apt-get install {' '.join(packages)}")
    elif shutil.which("dnf"):
        wanted = " ".join(f"'{library}()(64bit)'" for library in libraries)
        lines.append(f"Please type:  sudo dnf install {wanted}")
    else:
        lines.append(
            "Please install them with your system's package manager; on Debian and Ubuntu the "
            f"packages are {' '.join(packages)}."
        )
    lines.append("Until then the command line works, the window does not.")
    return "\n".join(lines)


def apt_prefix() -> list[str] | None:
    """How to call apt-get without a password, or None where that is not possible."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def install(packages: list[str]) -> bool:
    """Installs packages with apt-get where that needs no password; True if that worked."""
    prefix = apt_prefix()
    if prefix is None or not packages:
        return False
    print(f"Installing system libraries for Qt: {' '.join(packages)}", flush=True)
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    wanted = [*command, "install", "-y", "--no-install-recommends", *packages]
    # A fresh machine has no package lists yet.
    return _succeeds(wanted) or (_succeeds([*command, "update"]) and _succeeds(wanted))


def check(qt: Path) -> list[str]:
    """The libraries that are missing for this session."""
    files = [str(file) for file in needed_files(qt, os.environ)]
    result = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False)
    return missing_libraries(result.stdout)


def main(arguments: list[str]) -> None:
    """Checks, installs if asked to, and says what is still missing."""
    package = importlib.util.find_spec("PySide6")
    if sys.platform != "linux" or package is None or not package.submodule_search_locations:
        return
    if not shutil.which("ldd"):
        return
    qt = Path(package.submodule_search_locations[0])
    missing = check(qt)
    if missing and "--install" in arguments and install(packages_for(missing)):
        missing = check(qt)
    if missing:
        print(advice(missing), file=sys.stderr)


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    main(sys.argv[1:])
