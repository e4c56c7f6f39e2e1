"""What the command prints and writes, from albums made by hand."""

import json
import os
import sys
import threading
from pathlib import Path

import pytest

from album_organizer.cli.output import (
    STANDARD_OUTPUT,
    Outputs,
    pairs_to_json,
    print_album,
    print_problems,
    write_result,
)
from album_organizer.cli.progress import progress_job, time_left
from album_organizer.domain.album import Album, Comparison, GroupKind, ModelInfo
from album_organizer.domain.errors import JobCancelled, UsageError
from album_organizer.domain.photo import PhotoProblem
from album_organizer.domain.scores import ScoredPhoto
from album_organizer.pipeline.pair_list import ComparedPairs
from album_organizer.pipeline.ranking import propose_album, rank_groups
from album_organizer.settings.schema import Settings
from tests.support.albums import by_path, scored_photo

PROBLEMS = (PhotoProblem("broken.jpg", "'broken.jpg' is empty (0 bytes)."),)


def album_of(*photos: ScoredPhoto, problems: tuple[PhotoProblem, ...] = ()) -> Album:
    """Every photo a group of its own, and one place in the album."""
    chosen = by_path(*photos)
    scored = Album("/photos", {}, chosen, (), (), {}, problems)
    ranking = rank_groups([((p,), GroupKind.SINGLE) for p in photos], {}, Settings())
    return propose_album(scored, ranking, {}, 1, Settings())


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def test_scores_are_printed_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    photos = [scored_photo(f"{n}.jpg", ava=a) for n, a in (("a", 3.0), ("b", 9.0), ("c", 5.0))]
    print_album(album_of(*photos), proposed=False)
    out = capsys.readouterr().out
    assert [out.index(f"{n}.jpg") for n in "bca"] == sorted(out.index(f"{n}.jpg") for n in "abc")
    assert "69.4" in out  # 50 * 8 / 9 + 20 * 0.5 + 30 * 0.5
    assert out.endswith("3 photos\n")
    assert "Why" not in out


def test_only_the_proposed_are_printed_with_their_reasons(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_album(album_of(scored_photo("a.jpg", ava=3.0), scored_photo("b.jpg")), proposed=True)
    out = capsys.readouterr().out
    assert "b.jpg" in out
    assert "a.jpg" not in out
    assert "The only shot of its kind; AVA 5.0 on a scale of 1 to 10; One of 1 proposed" in out
    assert out.endswith("2 photos, 2 groups, 1 in the album\n")


def test_one_photo_is_not_called_photos(capsys: pytest.CaptureFixture[str]) -> None:
    print_album(album_of(scored_photo("a.jpg")), proposed=True)
    assert capsys.readouterr().out.endswith("1 photo, 1 group, 1 in the album\n")


@pytest.mark.parametrize("name", ["[red]a[/red].jpg", "[/].jpg", ":smile:.jpg", "x" * 150 + ".jpg"])
def test_names_are_never_taken_for_markup(capsys: pytest.CaptureFixture[str], name: str) -> None:
    print_album(album_of(scored_photo(name)), proposed=False)
    print_problems((PhotoProblem(name, f"'{name}' is empty."),))
    told = capsys.readouterr()
    assert name in told.out
    assert f"  {name}: '{name}' is empty." in told.err


def test_no_photos(capsys: pytest.CaptureFixture[str]) -> None:
    print_album(album_of(), proposed=True)
    assert capsys.readouterr().out == "No photos were found in /photos.\n"


def test_problems_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    print_problems(())
    assert capsys.readouterr() == ("", "")
    print_problems((*PROBLEMS, PhotoProblem("two.jpg", "It is damaged.")))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[0] == "2 files could not be used:"
    assert len(err.splitlines()) == 3


class TestOutputs:
    def test_standard_output_has_one_owner(self) -> None:
        with pytest.raises(UsageError, match="Only one"):
            Outputs(STANDARD_OUTPUT, STANDARD_OUTPUT)
        assert Outputs(STANDARD_OUTPUT, None).json == STANDARD_OUTPUT
        assert Outputs(None, None).csv is None

    def test_json_on_standard_output_silences_the_table(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        album = album_of(scored_photo("a.jpg"), problems=PROBLEMS)
        Outputs(STANDARD_OUTPUT, None).write(album, proposed=True)
        out, err = capsys.readouterr()
        assert json.loads(out)["photos"][0]["path"] == "a.jpg"
        assert "broken.jpg" in err

    def test_files_come_beside_the_table(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        outputs = Outputs(tmp_path / "a.json", tmp_path / "a.csv")
        outputs.write(album_of(scored_photo("a.jpg")), proposed=False)
        assert "1 photo" in capsys.readouterr().out
        assert json.loads((tmp_path / "a.json").read_bytes())["schema"] == 1
        assert (tmp_path / "a.csv").read_text().startswith("path,ava,")

    def test_a_place_that_cannot_be_written_keeps_its_old_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("old")
        with pytest.raises(UsageError, match=r"r\.json cannot be written"):
            write_result(tmp_path / "file" / "r.json", "new")
        assert (tmp_path / "file").read_text() == "old"


def test_pairs_keep_their_order_and_know_their_models() -> None:
    compared = ComparedPairs(
        {"siamese": ModelInfo("siamese", "v2", "ab", "models/s.pt")},
        (Comparison("b", "a", 0.25), Comparison("a", "b", 0.75)),
        {"a": 0.5, "b": 0.123456789},
        PROBLEMS,
    )
    document = json.loads(pairs_to_json(compared))
    assert document["models"] == {
        "siamese": {"version": "v2", "sha256": "ab", "path": "models/s.pt"}
    }
    assert document["comparisons"] == [
        {"a": "b", "b": "a", "p_a": 0.25, "composite_a": 0.123457, "composite_b": 0.5},
        {"a": "a", "b": "b", "p_a": 0.75, "composite_a": 0.5, "composite_b": 0.123457},
    ]
    assert document["problems"][0]["path"] == "broken.jpg"


@pytest.mark.parametrize("seconds", [0.0, 59.4, 60.0, 3599.0, 3600.0, 10**6])
def test_time_left_is_one_short_phrase(seconds: float) -> None:
    text = time_left(seconds)
    assert text.startswith("about ")
    assert text.endswith(" left")
    assert len(text) < 25


def test_a_job_that_fails_passes_its_error_on(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        with progress_job() as job:
            job.report("Scoring", 0, 3)
            job.cancel()
            job.report("Scoring", 1, 3)

    with pytest.raises(JobCancelled):
        work()
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    write_result(pipe, "result")
    reader.join()
    assert read == ["result"]
    assert pipe.is_fifo()
