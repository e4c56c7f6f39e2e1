"""What may be dragged onto the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_folder(data: QMimeData) -> Path | None:
    """The folder that was dragged here, or the folder of the file, or None."""
    for url in data.urls():
        if url.isLocalFile():
            path = Path(url.toLocalFile())
            if path.is_dir():
                return path
            if path.is_file():
                return path.parent
    return None
