"""What runs beside the window for the open folder: opening the home, scanning, comparing.

Functions run on worker threads; their answers are immutable and safe to hand to the window.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from album_organizer.domain.album import ModelInfo, UserDecision
from album_organizer.domain.job import Job
from album_organizer.domain.marks import Marks
from album_organizer.domain.photo import PhotoProblem
from album_organizer.domain.tuning import Tuning
from album_organizer.gui.item_models.preparation import PreparedPhotos, prepare
from album_organizer.gui.jobs import TaskContext
from album_organizer.i18n import tr
from album_organizer.pipeline.answers import Pair
from album_organizer.pipeline.ranking import tuning_of
from album_organizer.pipeline.reranking import RankedAlbum, Reranker
from album_organizer.pipeline.scoring import ScoredBatch
from album_organizer.settings.schema import Settings
from album_organizer.storage.catalog import Catalog
from album_organizer.workspace.workspace import Workspace

RECENT = 8

CompareMissing = Callable[[Reranker, Sequence[Pair], Job], Reranker]
"""Runs the comparisons that a ranking lacks; the new reranker knows their answers."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening the home folder gave."""

    workspace: Workspace
    catalog: Catalog
    settings: Settings
    recent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judging:
    """Who judges this scan, how the folder is tuned, and why there is no comparison, if so.

    Attributes:
        models: The versions by kind.
        tuning: Of this folder.
        defaults: The tuning of the settings.
        siamese_error: A sentence, or None.
    """

    models: Mapping[str, ModelInfo]
    tuning: Tuning
    defaults: Tuning
    siamese_error: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the person did with some photos before, by content id."""

    decisions: Mapping[str, UserDecision]
    marks: Mapping[str, Marks]

    @classmethod
    def of(cls, catalog: Catalog, content_ids: Sequence[str]) -> "Known":
        """Reads it from the catalog."""
        return cls(catalog.decisions(content_ids), catalog.marks(content_ids))


@dataclass(frozen=True, slots=True)
class Arrived:
    """A batch of results."""

    photos: PreparedPhotos
    problems: tuple[PhotoProblem, ...]
    known: Known


@dataclass(frozen=True, slots=True)
class Scanned:
    """The end of a scan: everything needed to propose again without any model.

    Attributes:
        photos: All photos in path order.
        problems: All problems in path order.
        known: Of all photos.
        reranker: Of all photos.
        ranked: By the tuning and decisions of the moment.
        compare: Asks the comparison model for more pairs.
    """

    photos: PreparedPhotos
    problems: tuple[PhotoProblem, ...]
    known: Known
    reranker: Reranker
    ranked: RankedAlbum
    compare: CompareMissing


def open_home(home: Path | None) -> Opened:
    """Opens the home folder."""
    workspace = Workspace(home)
    settings = workspace.settings
    catalog = workspace.open_catalog()
    return Opened(workspace, catalog, settings, tuple(catalog.recent_folders(RECENT)))


def write_demo(home: Path, job: Job) -> Path:
    """Writes the demo album into the home folder, once; its folder."""
    # Imported here: the demo's picture packages are optional.
    from album_organizer.imaging.demo_album import write_demo_album  # noqa: PLC0415

    folder = home / "demo_album"
    write_demo_album(folder, job)
    return folder


def scan_folder(
    context: TaskContext,
    workspace: Workspace,
    catalog: Catalog,
    folder: Path,
    tuning_now: Tuning | None = None,
) -> Scanned:
    """Scores, ranks and proposes.

    Args:
        context: Of the task.
        workspace: Models and settings.
        catalog: Knows the tuning of the folder.
        folder: Absolute path.
        tuning_now: In force already, if the folder is scanned again.

    Posts :class:`Judging` first, then each batch as :class:`Arrived`, and once a tuple of the
    recent folders, as soon as it is known that the folder can be read.
    """
    job = context.job
    settings = workspace.settings
    job.report(tr("Loading the models"), 0)
    judges = workspace.load_models()
    infos = [judge.info for judge in (judges.ava, judges.siamese) if judge is not None]
    defaults = tuning_of(settings, settings.album.target_count)
    tuning = tuning_now or catalog.folder_tuning(str(folder)) or defaults
    context.post(Judging({i.kind: i for i in infos}, tuning, defaults, judges.siamese_error))
    pipeline = workspace.pipeline(catalog, settings, judges)
    remembered = False

    def on_batch(batch: ScoredBatch) -> None:
        nonlocal remembered
        if not remembered:
            catalog.remember_folder(str(folder))
            context.post(tuple(catalog.recent_folders(RECENT)))
            remembered = True
        known = Known.of(catalog, [photo.photo.content_id for photo in batch.photos])
        context.post(Arrived(prepare(batch.photos), tuple(batch.problems), known))

    def compare(reranker: Reranker, pairs: Sequence[Pair], job: Job) -> Reranker:
        return pipeline.compare_missing(folder, reranker, pairs, job)

    scored = pipeline.score(folder, job, on_batch)
    photos = prepare(scored.photos.values())
    known = Known.of(catalog, list(photos.copies))
    by_path = {
        scored.photos[path].photo.path: known.decisions[scored.photos[path].photo.content_id]
        for path in photos.paths
        if scored.photos[path].photo.content_id in known.decisions
    }
    reranker = pipeline.reranker(scored)
    codes = reranker.decision_codes(by_path)
    ranked = reranker.rank(tuning, codes)
    if ranked.missing_pairs:
        reranker = compare(reranker, ranked.missing_pairs, job)
        ranked = reranker.rank(tuning, codes)
    return Scanned(photos, scored.problems, known, reranker, ranked, compare)
