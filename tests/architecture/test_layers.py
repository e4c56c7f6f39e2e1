"""The layer contracts of pyproject.toml, and that they hold when it runs, too."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "torchvision", "timm", "PySide6")


def run_python(code: str) -> str:
    """Runs code in a fresh interpreter and returns what it printed."""
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_contracts_are_kept() -> None:
    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    "module",
    ["album_organizer", "album_organizer.workspace", "album_organizer.cli.app"],
)
def test_import_loads_neither_torch_nor_qt(module: str) -> None:
    loaded = run_python(f"import sys, {module}; print(*sys.modules)").split()
    assert not set(HEAVY) & set(loaded)


def test_gui_import_leaves_torch_to_the_worker() -> None:
    loaded = run_python("import sys, album_organizer.gui.app; print(*sys.modules)").split()
    assert "torch" not in loaded
