"""Where the program writes what it did: a file in the home folder and the terminal."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FILE_FORMAT = "%(asctime)s - %(name)s - %(levelname)s - %(message)s"
_TERMINAL_FORMAT = "%(levelname)s - %(message)s"
_ROOT = "album_organizer"


class _OneLine(logging.Formatter):
    """Leaves out the details of a fault, which only the log file keeps."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for the terminal."""
        line = self._fmt or ""
        return line % {"levelname": record.levelname, "message": record.getMessage()}


def log_path(home: Path) -> Path:
    """The log file of a home folder."""
    return home / "logs" / "album_organizer.log"


def start_logging(home: Path) -> None:
    """Sends the program's log to the log file and to standard error.

    A log file that cannot be written is no reason to stop: the terminal says so and goes on.

    Args:
        home: The home folder.
    """
    logger = logging.getLogger(_ROOT)
    stop_logging()
    logger.setLevel(logging.INFO)
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setFormatter(_OneLine(_TERMINAL_FORMAT))
    logger.addHandler(terminal)
    try:
        log_path(home).parent.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(
            log_path(home), maxBytes=2_000_000, backupCount=3, encoding="utf-8"
        )
    except OSError as error:
        logger.warning("The log file %s cannot be written (%s).", log_path(home), error.strerror)
        return
    file.setFormatter(logging.Formatter(_FILE_FORMAT))
    logger.addHandler(file)


def stop_logging() -> None:
    """Closes what :func:`start_logging` opened."""
    logger = logging.getLogger(_ROOT)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
