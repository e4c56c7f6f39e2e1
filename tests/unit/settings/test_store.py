import re
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from album_organizer.domain.errors import UsageError
from album_organizer.settings.checks import known_fields, with_values
from album_organizer.settings.schema import Settings
from album_organizer.settings.store import config_path, load_settings, set_values, stated_value

ROOT = Path(__file__).resolve().parents[3]
AVA = "quality_assessment.ava_checkpoint"
SIAMESE = "quality_assessment.siamese_checkpoint"


def home_with(tmp_path: Path, text: str | None = None) -> Path:
    path = config_path(tmp_path)
    path.parent.mkdir(exist_ok=True)
    if text is None:
        shutil.copy(config_path(ROOT), path)
    else:
        path.write_text(text, encoding="utf-8")
    return tmp_path


def comments(text: str) -> list[str]:
    return re.findall(r"#.*", text)


def test_shipped_file_states_every_key_but_those_of_the_keyboard() -> None:
    for key in known_fields():
        if key.startswith("shortcuts."):
            assert stated_value(ROOT, key) is None, "shipped keys are those of the code"
            continue
        assert stated_value(ROOT, key) is not None, key


def test_shipped_numbers_are_the_defaults(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    paths = Settings().quality_assessment
    shipped = with_values(
        load_settings(home),
        {
            AVA: paths.ava_checkpoint,
            "quality_assessment.siamese_checkpoint": paths.siamese_checkpoint,
        },
    )
    assert shipped == Settings()


def test_shipped_file_shows_the_checkpoints_in_use() -> None:
    shown = [
        line for line in config_path(ROOT).read_text().splitlines() if "models/album_app" in line
    ]
    assert any("ava_checkpoint" in line for line in shown)
    assert any("siamese_checkpoint" in line for line in shown)


@pytest.mark.parametrize("text", ["", "# nothing\n", "album:\n", "album:\n  # target_count: 3\n"])
def test_empty_file_is_all_defaults(tmp_path: Path, text: str) -> None:
    assert load_settings(home_with(tmp_path, text)) == Settings()


def test_missing_file_is_all_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()
    assert stated_value(tmp_path, AVA) is None


def test_sparse_file_overrides_only_what_it_says(tmp_path: Path) -> None:
    loaded = load_settings(home_with(tmp_path, "album: {target_count: 7}\n"))
    assert loaded == with_values(Settings(), {"album.target_count": 7})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("album:\n  target_cuont: 3\n", r"'album.target_cuont' \(line 2\), did you mean"),
        ("album:\n  target_count: 0\n", r"album.target_count \(line 2\) is 0 but must be"),
        ("album: [1\n", r"line 2, column 1"),
        ("\nalbum: 3\n", r"album \(line 2\) must be a section"),
        ("just text\n", "'key: value'"),
    ],
)
def test_mistakes_are_named_with_file_and_line(tmp_path: Path, text: str, sentence: str) -> None:
    home = home_with(tmp_path, text)
    with pytest.raises(UsageError, match=sentence) as error:
        load_settings(home)
    assert str(config_path(home)) in str(error.value)


def test_set_values_changes_one_line_only(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    before = config_path(home).read_text().splitlines()
    set_values(home, {AVA: "models/album_app_v4/ava_aesthetic_model.pt"})
    after = config_path(home).read_text().splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][1] == "  ava_checkpoint: models/album_app_v4/ava_aesthetic_model.pt"


def test_set_values_begins_file_and_sections(tmp_path: Path) -> None:
    set_values(tmp_path, {"album.target_count": 9, "quality_assessment.weights.ava": 0.5})
    assert load_settings(tmp_path) == with_values(Settings(), {"album.target_count": 9})
    assert stated_value(tmp_path, "quality_assessment.weights.ava") == 0.5


def test_set_values_fills_an_empty_section(tmp_path: Path) -> None:
    home = home_with(tmp_path, "album:  # empty so far\nscan: {max_megapixels: 90.0}\n")
    set_values(home, {"album.target_count": 9})
    assert load_settings(home).album.target_count == 9
    assert load_settings(home).scan.max_megapixels == 90.0


@pytest.mark.parametrize("values", [{"album.target_count": 0}, {"album.count": 1}, {AVA: 3}])
def test_refused_change_leaves_the_file(tmp_path: Path, values: dict[str, object]) -> None:
    home = home_with(tmp_path)
    before = config_path(home).read_bytes()
    with pytest.raises(UsageError):
        set_values(home, values)
    assert config_path(home).read_bytes() == before


def test_damaged_file_is_not_overwritten(tmp_path: Path) -> None:
    home = home_with(tmp_path, "album: [\n")
    with pytest.raises(UsageError, match="line"):
        set_values(home, {"album.target_count": 3})
    assert config_path(home).read_text() == "album: [\n"


def test_a_value_of_none_takes_the_line_out_and_keeps_the_rest(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    before = config_path(home).read_text(encoding="utf-8")
    set_values(home, {"shortcuts.pick": ["K"], "shortcuts.reject": [], "album.target_count": 7})
    assert load_settings(home).shortcuts.chosen() == {"pick": ["K"], "reject": []}
    text = config_path(home).read_text(encoding="utf-8")
    assert "\nshortcuts:\n  pick: [K]\n  reject: []\n" in text
    assert set(comments(before)) <= set(comments(text))
    set_values(home, {"shortcuts.pick": None, "shortcuts.undo": None})
    assert stated_value(home, "shortcuts.pick") is None
    assert load_settings(home).shortcuts.chosen() == {"reject": []}
    set_values(home, {"shortcuts.reject": None, "album.target_count": 40})
    assert load_settings(home) == load_settings(ROOT)
    assert set(comments(before)) <= set(comments(config_path(home).read_text(encoding="utf-8")))


def test_taking_out_what_is_not_there_begins_no_section(tmp_path: Path) -> None:
    home = home_with(tmp_path, "album: {target_count: 3}\n")
    set_values(home, {"shortcuts.pick": None})
    assert config_path(home).read_text(encoding="utf-8") == "album: {target_count: 3}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
def test_place_without_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "configs").write_text("a file")
    with pytest.raises(UsageError, match="configs"):
        set_values(tmp_path, {"album.target_count": 3})


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    count=st.integers(1, 100_000),
    gap=st.floats(0.001, 86400),
    path=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40),
)
def test_what_is_set_is_what_is_loaded(tmp_path: Path, count: int, gap: float, path: str) -> None:
    home = home_with(tmp_path)
    before = comments(config_path(home).read_text(encoding="utf-8"))
    values = {"album.target_count": count, "grouping.max_gap_s": gap, AVA: path}
    expected = with_values(load_settings(home), dict(values))
    set_values(home, values)
    assert load_settings(home) == expected
    text = config_path(home).read_text(encoding="utf-8")
    assert set(before) <= set(comments(text))
