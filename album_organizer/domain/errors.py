"""Errors whose message is one clear sentence for a person."""


class AlbumError(Exception):
    """Base of every expected failure; ``str(error)`` can be shown as it is.

    Attributes:
        exit_code: What a command line run ends with when this error stops it.
    """

    exit_code = 1


class UsageError(AlbumError):
    """The request itself is wrong (unknown version, malformed CSV, bad setting)."""

    exit_code = 2


class FolderError(AlbumError):
    """A photo folder is missing, is not a folder or cannot be read."""

    exit_code = 3


class ModelError(AlbumError):
    """A checkpoint or the registry cannot be used."""

    exit_code = 4


class OutsideModelsError(ModelError):
    """A version's file lies outside the models folder, to which nobody has agreed yet."""


class PhotoError(AlbumError):
    """One photo cannot be read; the rest of the album goes on.

    Attributes:
        permanent: True if the file's content is the cause (damaged, not a photo), so that trying
            again without a change of the file is useless.
    """

    def __init__(self, message: str, *, permanent: bool = True) -> None:
        super().__init__(message)
        self.permanent = permanent


class ExportError(AlbumError):
    """The export cannot start or go on (destination unusable, disk full)."""


class JobCancelled(Exception):
    """Raised inside a job after somebody asked it to stop; not an error to report."""
