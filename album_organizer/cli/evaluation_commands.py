"""The command that evaluates versions on damaged photos and beside labels."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as RichTable
from rich.text import Text

from album_organizer.cli.context import cli_context, messages, results
from album_organizer.cli.model_output import JsonFile, KindArgument, open_registry
from album_organizer.cli.output import STANDARD_OUTPUT, print_problems, write_result
from album_organizer.cli.progress import progress_job
from album_organizer.cli.scan_commands import require_folder
from album_organizer.domain.errors import UsageError
from album_organizer.evaluation.evaluation_report_html import evaluation_to_html
from album_organizer.evaluation.evaluation_report_json import evaluation_to_dict
from album_organizer.evaluation.evaluation_results import Evaluation, EvaluationRequest
from album_organizer.evaluation.evaluation_words import Table, cautions, lead, tables
from album_organizer.evaluation.label_file import parse_scale
from album_organizer.evaluation.photo_source import PhotoSource
from album_organizer.evaluation.version_evaluation import MOST_VERSIONS
from album_organizer.export.report import to_json

_STYLES = {1: "green", 0: "", -1: "red"}


def evaluate(
    context: typer.Context,
    kind: KindArgument,
    versions: Annotated[list[str], typer.Argument(metavar="VERSION...", show_default=False)],
    photos: Annotated[
        Path, typer.Option(help="Folder with photos to damage; nothing is written to it.")
    ],
    labels: Annotated[
        Path | None,
        typer.Option(
            help="CSV file: path and score (or 10 columns of votes), theme if known; for siamese "
            "a, b and winner, group if known."
        ),
    ] = None,
    score_column: Annotated[
        str | None, typer.Option(help="Column with the scores, if not called score or mean.")
    ] = None,
    label_scale: Annotated[
        str | None, typer.Option(help="Scale of the scores, such as 1-10, if the file is silent.")
    ] = None,
    sample: Annotated[int, typer.Option(min=1, help="Photos to damage, drawn by lot.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="Of the drawing.")] = 0,
    json: JsonFile = None,
    html: Annotated[
        Path | None, typer.Option(help="Write a report with plots and photos, one HTML file.")
    ] = None,
) -> None:
    """Measure how good versions are: on damaged photos, and beside what people say."""
    _check(versions, json, html)
    open_registry(context)
    workspace = cli_context(context).workspace()
    require_folder(photos)
    scale = None if label_scale is None else parse_scale(label_scale)
    request = EvaluationRequest(photos, labels, score_column, scale, sample, seed)
    with progress_job("Stopped; nothing was written.") as job:
        found = workspace.evaluate_versions(kind.value, versions, request, job)
        source = PhotoSource(photos.absolute(), workspace.settings)
        report = None if html is None else evaluation_to_html(found, source.jpeg)
    if html is not None and report is not None:
        write_result(html, report)
    if json is not None:
        write_result(json, to_json(evaluation_to_dict(found)))
    if STANDARD_OUTPUT not in {json, html}:
        _print(found)
    print_problems(found.problems)


def _check(versions: list[str], json: Path | None, html: Path | None) -> None:
    if len(set(versions)) < len(versions):
        raise UsageError("A version is named twice; name every version once.")
    if len(versions) > MOST_VERSIONS:
        raise UsageError(f"{MOST_VERSIONS} versions fit side by side, not {len(versions)}.")
    if json is not None and json == html:
        raise UsageError(f"--json and --html both name {json}; choose two files.")


def _print(found: Evaluation) -> None:
    for table in tables(found):
        results().print(_rich(table, found.names))
    results().print(Text(lead(found)), soft_wrap=True)
    for sentence in cautions(found):
        messages().print(Text(sentence, style="yellow"))


def _rich(table: Table, names: tuple[str, ...]) -> RichTable:
    """The versions side by side; differences beyond chance green (better) or red (worse)."""
    made = RichTable(title=Text(table.title), title_justify="left")
    made.add_column("", overflow="fold")
    for heading in (*names, *(f"{name} against {names[0]}" for name in names[1:])):
        made.add_column(Text(heading), justify="right", overflow="fold")
    for row in table.rows:
        differences = [
            Text(difference, style=_STYLES[verdict])
            for difference, verdict in zip(row.differences, row.verdicts, strict=True)
        ]
        made.add_row(Text(row.name), *map(Text, row.values), *differences)
    return made
