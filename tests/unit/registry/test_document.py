from pathlib import Path

import pytest

from album_organizer.domain.errors import ModelError
from album_organizer.registry.document import Entry, OtherModels, RegistryDocument

BY_HAND = """\
# Our models
album_app:
  ava:
    current: v1  # the January run
    versions:
      v1: {path: models/album_app/ava.pt, date: 2026-01-18, metrics: {val_mse: 0.40}}
      v2:
        path: models\\album_app_v2\\ava_aesthetic_model.pt
        metrics: {note: fine, good: true, epochs: 3}
        note: slow
      3: {path: x.pt}
  dinov2_features: {current: v1, versions: {v1: {path: a.pt}}}
benchmark_app:
  ava: [anything, goes]
"""


def document(tmp_path: Path, text: str = BY_HAND) -> RegistryDocument:
    path = tmp_path / "registry.yaml"
    path.write_text(text)
    return RegistryDocument.load(path)


def test_reads_what_a_person_wrote(tmp_path: Path) -> None:
    loaded = document(tmp_path)
    assert loaded.current("ava") == "v1"
    assert loaded.names("ava") == ["v1", "v2", "3"]
    assert loaded.entry("ava", "v1") == Entry(
        "models/album_app/ava.pt", None, "2026-01-18", {"val_mse": 0.4}, {}
    )
    assert loaded.entry("ava", "v2") == Entry(
        "models/album_app_v2/ava_aesthetic_model.pt", None, None, {"epochs": 3.0}, {"note": "slow"}
    )
    assert loaded.entry("ava", "3").path == "x.pt"


def test_kind_that_is_not_there(tmp_path: Path) -> None:
    for text in (BY_HAND, "", "album_app:\n", "other: 1\n"):
        loaded = document(tmp_path, text)
        assert loaded.current("siamese") is None
        assert loaded.names("siamese") == []


def test_changes_keep_everything_else(tmp_path: Path) -> None:
    loaded = document(tmp_path)
    loaded.add("ava", "v4", {"path": "models/album_app_v4/ava_aesthetic_model.pt"})
    loaded.set_current("ava", "v4")
    loaded.set_text("ava", "v1", "sha256", "ab")
    loaded.set_text("ava", "v2", "note", None)
    loaded.save()
    expected = BY_HAND.replace("current: v1  #", "current: v4  #")
    expected = expected.replace("        note: slow\n", "")
    expected = expected.replace("{val_mse: 0.40}}", "{val_mse: 0.40}, sha256: ab}")
    expected = expected.replace(
        "      3: {path: x.pt}\n",
        "      3: {path: x.pt}\n"
        "      v4:\n        path: models/album_app_v4/ava_aesthetic_model.pt\n",
    )
    assert (tmp_path / "registry.yaml").read_text() == expected


def test_begins_a_file_with_current_first(tmp_path: Path) -> None:
    loaded = RegistryDocument.load_or_new(tmp_path / "registry.yaml")
    loaded.add("siamese", "v1", {"path": "a.pt"})
    loaded.set_current("siamese", "v1")
    loaded.save()
    assert (tmp_path / "registry.yaml").read_text() == (
        "album_app:\n  siamese:\n    current: v1\n    versions:\n      v1:\n        path: a.pt\n"
    )


def test_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"registry.yaml is missing.*models add"):
        RegistryDocument.load(tmp_path / "registry.yaml")


def test_typo_has_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"registry.yaml is not valid YAML: line 3, column 10"):
        document(tmp_path, "album_app:\n  ava: {current: v1\n  siamese: {}\n")
    with pytest.raises(ModelError, match="line 3"):
        RegistryDocument.load_or_new(tmp_path / "registry.yaml")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("album_app: 3\n", "line 1: 'album_app' must consist of"),
        ("album_app:\n  ava: v1\n", "line 2: 'ava' must consist of"),
        ("album_app:\n  ava:\n    versions: [v1]\n", "line 3: 'versions' must consist of"),
    ],
)
def test_wrong_structure_has_a_line(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        document(tmp_path, text).names("ava")


def test_current_must_exist(tmp_path: Path) -> None:
    loaded = document(tmp_path, BY_HAND.replace("current: v1 ", "current: v9 "))
    with pytest.raises(ModelError, match=r"line 4: current of ava is v9.*\(v1, v2, 3\)"):
        loaded.current("ava")


@pytest.mark.parametrize("entry", ["{}", "{path: 3}", "{path: ''}", "some/file.pt", "null"])
def test_version_needs_a_path(tmp_path: Path, entry: str) -> None:
    loaded = document(tmp_path, f"album_app:\n  ava:\n    versions:\n      v1: {entry}\n")
    with pytest.raises(ModelError, match="line 4: v1 of ava needs a 'path'"):
        loaded.entry("ava", "v1")


def test_other_applications_and_kinds_are_listed(tmp_path: Path) -> None:
    text = (
        BY_HAND + "bench:\n  ava: {current: 7, versions: {7: {path: b.pt}, 8: {}}}\n  note: text\n"
    )
    assert document(tmp_path, text).others(("ava", "siamese")) == [
        OtherModels("album_app", "dinov2_features", "v1", ("v1",)),
        OtherModels("bench", "ava", "7", ("7", "8")),
    ]


def test_soundness_looks_at_every_version_of_our_kinds(tmp_path: Path) -> None:
    document(tmp_path).require_sound(("ava", "siamese"))
    broken = BY_HAND.replace("{path: models/album_app/ava.pt, ", "{")
    with pytest.raises(ModelError, match="line 6: v1 of ava needs a 'path'"):
        document(tmp_path, broken).require_sound(("ava", "siamese"))
    document(tmp_path, broken).require_sound(("siamese",))


def test_anchors_that_explode_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    with pytest.raises(ModelError, match="repeats its own parts"):
        document(tmp_path, "\n".join(lines))
