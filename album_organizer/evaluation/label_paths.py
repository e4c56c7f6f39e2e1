"""Finds the photos that a label file names."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from album_organizer.domain.errors import UsageError
from album_organizer.domain.photo import PhotoProblem


def find_photos(
    names: Iterable[str], folder: Path, label_file: Path, found: Sequence[str]
) -> tuple[dict[str, str], list[PhotoProblem]]:
    """Where the photos of a label file lie.

    A path counts from the photo folder, else from the folder of the label file. What is found in
    neither (a path of another machine) is looked for by its file name alone in the photo folder,
    and taken if only one photo is called so.

    Args:
        names: As in the label file, with slashes.
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
    known = set(found)
    places: dict[str, str] = {}
    problems = []
    wanted = dict.fromkeys(names)
    for name in wanted:
        place = _place(name, folder, label_file.absolute().parent, known, by_name)
        if place is None:
            problems.append(PhotoProblem(name, "The photo of the label file was not found."))
        else:
            places[name] = place
    if not places:
        example = next(iter(wanted), "")
        raise UsageError(
            f"None of the {len(wanted)} photos in {label_file} was found in {folder} or beside the "
            f"file (the first is '{example}'); name the folder that these paths count from with "
            "--photos."
            if wanted
            else f"{label_file} has no line that can be used; see what its columns must hold."
        )
    return places, problems


def _place(
    name: str, folder: Path, beside: Path, known: set[str], by_name: dict[str, list[str]]
) -> str | None:
    if name in known:
        return name
    for root in (folder, beside):
        try:
            if (root / name).is_file():
                return name if root == folder else str(root / name)
        except (OSError, ValueError):  # names that no file can have
            continue
    alike = by_name.get(PurePosixPath(name).name, [])
    return alike[0] if len(alike) == 1 else None
