"""Finds the photos that a label file names."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from album_organizer.domain.errors import UsageError
from album_organizer.domain.photo import PhotoProblem
from album_organizer.i18n import tr

_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".JPG")


def photo_file(name: str, folder: Path) -> Path | None:
    r"""The file that labels call so, also where they were written on another system.

    ``D:\photos\set1\a.jpg`` is looked for as it is, then as ``photos/set1/a.jpg``, ``set1/a.jpg``
    and ``a.jpg`` in the folder; a name without suffix gets the usual ones.

    Args:
        name: With slashes.
        folder: What relative paths count from.
    """
    parts = [part for part in name.split("/") if part and not part.endswith(":")]
    foreign = name.startswith("/") or name[1:2] == ":"
    places = [folder / name]
    if foreign:
        places += [folder.joinpath(*parts[start:]) for start in range(len(parts))]
    for place in places:
        for candidate in _with_suffixes(place):
            try:
                if candidate.is_file():
                    return candidate
            except (OSError, ValueError):  # names that no file can have
                continue
    return None


def find_photos(
    names: Iterable[str], folder: Path, label_file: Path, found: Sequence[str]
) -> tuple[dict[str, str], list[PhotoProblem]]:
    """Where the photos of a label file lie.

    A path counts from the photo folder (see :func:`photo_file`), else from the folder of the label
    file. What is found in neither is looked for by its file name alone in the photo folder, and
    taken if only one photo is called so.

    Args:
        names: As in the label file, with slashes; at least one.
        folder: The photo folder, absolute.
        label_file: The label file.
        found: Paths of all photos in the photo folder, relative to it.

    Returns:
        Name in the file -> path for reading, relative to the photo folder where it lies inside;
        and the names without a photo.

    Raises:
        UsageError: If no photo is found at all.
    """
    by_name: dict[str, list[str]] = {}
    for path in found:
        by_name.setdefault(PurePosixPath(path).name, []).append(path)
    places: dict[str, str] = {}
    problems = []
    wanted = dict.fromkeys(names)
    for name in wanted:
        file = photo_file(name, folder) or photo_file(name, label_file.absolute().parent)
        alike = by_name.get(PurePosixPath(name).name, [])
        if file is not None:
            inside = file.is_relative_to(folder)
            places[name] = file.relative_to(folder).as_posix() if inside else str(file)
        elif len(alike) == 1:
            places[name] = alike[0]
        else:
            problems.append(PhotoProblem(name, tr("The photo of the label file was not found.")))
    if not places:
        raise UsageError(
            tr(
                "None of the {n} photos in {label_file} was found in {folder} or beside "
                "the file (the first is '{wanted}'); name the folder that these paths "
                "count from with --photos."
            ).format(n=len(wanted), label_file=label_file, folder=folder, wanted=next(iter(wanted)))
        )
    return places, problems


def _with_suffixes(place: Path) -> list[Path]:
    if place.suffix or not place.name:
        return [place]
    return [place, *(place.with_name(place.name + suffix) for suffix in _SUFFIXES)]
