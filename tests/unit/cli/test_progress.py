import pytest
import typer

from album_organizer.cli.progress import progress_job, time_left


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (12.4, "about 12 s left"),
        (130, "about 2 min left"),
        (5400, "about 1.5 h left"),
    ],
)
def test_time_left_has_honest_digits(seconds: float | None, text: str) -> None:
    assert time_left(seconds) == text


def test_progress_goes_to_standard_error_only(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_job() as job:
        job.report("Scoring", 1, 3)
        job.report("Comparing", 1, None)
    assert capsys.readouterr().out == ""


def test_ctrl_c_ends_with_a_sentence_and_the_usual_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit) as stopped, progress_job():
        raise KeyboardInterrupt
    assert stopped.value.exit_code == 130
    assert "kept" in capsys.readouterr().err
