"""The command that compares two versions on a folder of photos."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from album_organizer.cli.context import cli_context, results
from album_organizer.cli.model_output import JsonFile, KindArgument, open_registry
from album_organizer.cli.output import STANDARD_OUTPUT, write_result
from album_organizer.cli.progress import progress_job
from album_organizer.cli.scan_commands import Folder, note, require_folder
from album_organizer.evaluation.report_html import comparison_to_html
from album_organizer.evaluation.report_json import comparison_to_dict
from album_organizer.evaluation.words import agreement_sentence, summary
from album_organizer.export.report import to_json


def compare(
    context: typer.Context,
    kind: KindArgument,
    first: Annotated[str, typer.Argument(metavar="V1", show_default=False)],
    second: Annotated[str, typer.Argument(metavar="V2", show_default=False)],
    folder: Folder,
    html: Annotated[
        Path | None, typer.Option(help="Write a report with plots and photos, one HTML file.")
    ] = None,
    json: JsonFile = None,
) -> None:
    """Compare two versions on your own photos; scores that are known are not computed again."""
    open_registry(context)
    workspace = cli_context(context).workspace()
    require_folder(folder)
    with workspace.open_catalog() as catalog, progress_job() as job:
        note(catalog.notice)
        compared = workspace.compare_versions(catalog, kind.value, first, second, folder, job)
        report = None if html is None else comparison_to_html(compared, catalog.thumbnail)
    if html is not None and report is not None:
        write_result(html, report)
    if json is not None:
        write_result(json, to_json(comparison_to_dict(compared)))
    if STANDARD_OUTPUT not in {json, html}:
        results().print(Text(summary(compared)), soft_wrap=True)
        results().print(Text(agreement_sentence(compared)), soft_wrap=True)
