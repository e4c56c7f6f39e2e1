"""Every checkpoint that exists in the world loads; nothing else does, and nothing ever runs."""

import hashlib
import io
import os
import pickle
import struct
import zipfile
from pathlib import Path, PureWindowsPath
from typing import Any

import numpy as np
import pytest
import torch
from ruamel.yaml import YAML
from safetensors.torch import save_file

from album_organizer.domain.errors import ModelError
from album_organizer.ml import checkpoint as checkpoint_module
from album_organizer.ml.checkpoint import load_checkpoint
from tests.support.checkpoints import make_ava_checkpoint

HEAD = {"head.0.weight": torch.ones(1, 4), "head.0.bias": torch.zeros(1)}
CONFIG = {"model": {"backbone": "resnet50"}}


def content(**changes: Any) -> dict[str, Any]:
    return {"epoch": 3, "model_state_dict": HEAD, "config": CONFIG, **changes}


def saved(path: Path, payload: object, **options: Any) -> Path:
    torch.save(payload, path, **options)
    return path


class Attack:
    """Unpickling this creates a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.target),)


def test_a_production_file_is_read_with_its_figures(ava_file: Path) -> None:
    read = load_checkpoint(ava_file, "ava")

    assert read.kind == "ava"
    assert read.epoch == 12
    assert read.metrics == {"val_spearman": 0.7123}
    assert type(read.metrics["val_spearman"]) is float
    assert read.config["output_dir"] == r"outputs\ava\20260118_101500"
    assert read.config["model"]["mlp_hidden_dims"] == [256]
    assert len(read.sha256) == 64


def test_the_format_from_before_zip_files_is_read(tmp_path: Path, ava_file: Path) -> None:
    legacy = make_ava_checkpoint(tmp_path / "legacy.pt", legacy=True)
    assert not zipfile.is_zipfile(legacy)

    one, other = load_checkpoint(legacy, "ava"), load_checkpoint(ava_file, "ava")

    assert one.config == other.config
    assert all(torch.equal(one.state_dict[name], other.state_dict[name]) for name in one.state_dict)


@pytest.mark.parametrize(
    "scalar", [np.float64(0.5), np.float32(0.5), np.float16(0.5), torch.tensor(0.5)]
)
def test_figures_may_be_scalars_of_any_library(scalar: Any, tmp_path: Path) -> None:
    path = saved(tmp_path / "m.pt", content(val_mse=scalar, val_text="x", val_bad=float("nan")))

    assert load_checkpoint(path, "ava").metrics == {"val_mse": 0.5}


def test_numpy_scalars_of_old_numpy_versions_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "new.pt", content(val_mse=np.float64(0.25), val_n=np.int64(4)))
    old = tmp_path / "old.pt"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(old, "w") as target:
        for entry in source.namelist():
            target.writestr(entry, source.read(entry).replace(b"numpy._core.", b"numpy.core."))

    assert load_checkpoint(old, "ava").metrics == {"val_mse": 0.25, "val_n": 4.0}


def test_windows_paths_in_the_config_become_text(tmp_path: Path) -> None:
    path = saved(tmp_path / "m.pt", content(config={**CONFIG, "data": "WINDOWS"}))
    marker = pickle.dumps(PureWindowsPath(r"D:\data\AVA"), protocol=2)[2:-1]
    marker = marker.replace(b"PureWindowsPath", b"WindowsPath")
    hostless = tmp_path / "windows.pt"
    plain_text = b"X" + struct.pack("<I", 7) + b"WINDOWS"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(hostless, "w") as target:
        for entry in source.namelist():
            # Memo numbers of the inserted part would clash; none is ever fetched.
            inserted = marker.replace(b"q\x00", b"").replace(b"q\x01", b"")
            for number in range(2, 10):
                inserted = inserted.replace(b"q" + bytes([number]), b"")
            target.writestr(entry, source.read(entry).replace(plain_text, inserted))

    assert load_checkpoint(hostless, "ava").config["data"] == r"D:\data\AVA"


@pytest.mark.parametrize("wrap", ["payload", "config", "plain pickle", "legacy"])
def test_code_in_a_file_is_refused_and_does_not_run(wrap: str, tmp_path: Path) -> None:
    target, path = tmp_path / "created-by-the-attack", tmp_path / "best_model.pt"
    attack = Attack(target)
    if wrap == "payload":
        torch.save(attack, path)
    elif wrap == "plain pickle":
        path.write_bytes(pickle.dumps(attack))
    else:
        payload = content(config={**CONFIG, "data": attack})
        torch.save(payload, path, _use_new_zipfile_serialization=wrap == "config")

    with pytest.raises(ModelError, match=r"best_model.pt contains program code .* was refused"):
        load_checkpoint(path, "ava")

    assert not target.exists()


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.99])
def test_a_truncated_file_is_damaged(share: float, tmp_path: Path, ava_file: Path) -> None:
    data = ava_file.read_bytes()
    path = tmp_path / "cut.pt"
    path.write_bytes(data[: int(share * len(data))])

    with pytest.raises(ModelError, match=r"cut.pt is damaged or not a model checkpoint"):
        load_checkpoint(path, "ava")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(99), b"hello" * 99, bytes(1000)])
def test_any_other_file_is_not_a_checkpoint(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "photo.pt"
    path.write_bytes(data)

    with pytest.raises(ModelError, match=r"photo.pt is damaged or not a model checkpoint"):
        load_checkpoint(path, "ava")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone.pt does not exist; restore it"):
        load_checkpoint(tmp_path / "gone.pt", "ava")


def test_a_folder_is_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        load_checkpoint(tmp_path, "ava")


@pytest.mark.parametrize(
    ("payload", "complaint"),
    [
        ([1, 2], "holds a list instead of a dictionary"),
        ({"config": CONFIG}, "no model_state_dict"),
        (content(model_state_dict={}), "no model_state_dict"),
        (content(model_state_dict={"head.0.weight": 3}), "'head.0.weight' is not a plain table"),
        (content(model_state_dict={1: torch.ones(1)}), "'1' is not a plain table"),
        (content(config=None), "no config"),
        ({"model_state_dict": HEAD}, "no config"),
    ],
)
def test_a_file_of_another_form_is_told_apart(
    payload: object, complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=complaint) as caught:
        load_checkpoint(saved(tmp_path / "m.pt", payload), "ava")

    assert "m.pt" in str(caught.value)


def test_a_config_that_contains_itself_is_refused(tmp_path: Path) -> None:
    config: dict[str, Any] = dict(CONFIG)
    config["self"] = config

    with pytest.raises(ModelError, match="contain themselves"):
        load_checkpoint(saved(tmp_path / "m.pt", content(config=config)), "ava")


def test_the_other_kind_is_told_in_one_sentence(ava_file: Path, siamese_file: Path) -> None:
    with pytest.raises(ModelError, match=r"kind ava .* cannot serve as siamese .* register it"):
        load_checkpoint(ava_file, "siamese")
    with pytest.raises(ModelError, match=r"kind siamese .* cannot serve as ava"):
        load_checkpoint(siamese_file, "ava")


def test_one_table_under_many_names_is_refused(tmp_path: Path) -> None:
    table = torch.ones(1000)
    weights = {f"head.{number}": table for number in range(1000)}
    path = saved(tmp_path / "tied.pt", content(model_state_dict=weights))
    assert path.stat().st_size < 200_000

    with pytest.raises(ModelError, match=r"tied.pt claims to hold 4.0 MB .* was not opened"):
        load_checkpoint(path, "ava")


@pytest.mark.parametrize("legacy", [False, True])
def test_every_stored_form_of_a_table_is_read(legacy: bool, tmp_path: Path) -> None:
    base = torch.arange(24, dtype=torch.float32)
    weights = {
        "head.part": base[3:9],
        "head.turned": base.reshape(4, 6).T,
        "head.nhwc": torch.randn(2, 3, 4, 5).contiguous(memory_format=torch.channels_last),
        "head.empty": torch.ones(0, 7),
        "head.scalar": torch.tensor(7),
        "head.parameter": torch.nn.Parameter(torch.ones(3)),
        "head.brain": torch.ones(3, dtype=torch.bfloat16),
        "head.bytes": torch.arange(5, dtype=torch.uint8),
        "head.double": torch.ones(3, dtype=torch.float64),
    }
    path = saved(
        tmp_path / "m.pt",
        content(model_state_dict=weights),
        _use_new_zipfile_serialization=not legacy,
    )

    read = load_checkpoint(path, "ava").state_dict

    assert list(read) == list(weights)
    for name, table in weights.items():
        assert read[name].dtype == table.dtype
        assert torch.equal(read[name], table.detach())


@pytest.mark.parametrize("legacy", [False, True])
def test_what_trainings_save_beside_the_weights_does_no_harm(legacy: bool, tmp_path: Path) -> None:
    layer = torch.nn.Linear(4, 1)
    optimizer = torch.optim.AdamW(layer.parameters())
    layer(torch.ones(1, 4)).sum().backward()
    optimizer.step()
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [1, 1, 2])
    module = torch.nn.ModuleDict({"head": torch.nn.Sequential(layer)})
    path = saved(
        tmp_path / "m.pt",
        content(
            model_state_dict=module.state_dict(),
            optimizer_state_dict=optimizer.state_dict(),
            scheduler_state_dict=schedule.state_dict(),
            rng_state=torch.get_rng_state(),
            best=np.float64(0.5),
        ),
        _use_new_zipfile_serialization=not legacy,
    )

    read = load_checkpoint(path, "ava")

    assert torch.equal(read.state_dict["head.0.weight"], layer.weight)
    assert read.config == CONFIG


def test_the_hash_is_that_of_the_bytes_that_were_read(
    tmp_path: Path, ava_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "best_model.pt"
    path.write_bytes(ava_file.read_bytes())
    other = make_ava_checkpoint(tmp_path / "other.pt", seed=1)
    expected = load_checkpoint(ava_file, "ava").state_dict
    read_file = checkpoint_module._read_file

    def replaced_after_reading(path: Path, limit: int) -> bytearray:
        data = read_file(path, limit)
        other.replace(path)
        return data

    monkeypatch.setattr(checkpoint_module, "_read_file", replaced_after_reading)
    read = load_checkpoint(path, "ava")

    assert read.sha256 == hashlib.sha256(ava_file.read_bytes()).hexdigest()
    assert read.size == ava_file.stat().st_size
    assert all(torch.equal(read.state_dict[name], expected[name]) for name in expected)


def test_tables_do_not_keep_the_whole_file_in_memory(ava_file: Path) -> None:
    read = load_checkpoint(ava_file, "ava")

    assert all(
        table.untyped_storage().nbytes() == table.nbytes for table in read.state_dict.values()
    )


def test_a_larger_file_than_any_network_is_not_read(
    tmp_path: Path, ava_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint_module, "MAX_BYTES", 10**6)

    with pytest.raises(ModelError, match=r"has \d+\.\d MB, more than the 1\.0 MB .* not opened"):
        load_checkpoint(ava_file, "ava")


class TestSafetensors:
    @pytest.fixture
    def path(self, tmp_path: Path, ava_file: Path) -> Path:
        source = torch.load(ava_file, weights_only=False)
        save_file(source["model_state_dict"], tmp_path / "model.safetensors")
        card = {"epoch": 12, "val_spearman": 0.7123, "config": source["config"]}
        stream = io.StringIO()
        YAML().dump(card, stream)
        (tmp_path / "model.yaml").write_text(stream.getvalue(), encoding="utf-8")
        return tmp_path / "model.safetensors"

    def test_it_holds_the_same_as_the_torch_file(self, path: Path, ava_file: Path) -> None:
        one, other = load_checkpoint(path, "ava"), load_checkpoint(ava_file, "ava")

        assert (one.config, one.metrics, one.epoch) == (other.config, other.metrics, other.epoch)
        for name, tensor in other.state_dict.items():
            assert torch.equal(one.state_dict[name], tensor)

    def test_its_card_must_lie_beside_it(self, path: Path) -> None:
        path.with_suffix(".yaml").unlink()

        with pytest.raises(ModelError, match=r"needs its card model.yaml beside it"):
            load_checkpoint(path, "ava")

    @pytest.mark.parametrize(
        ("text", "complaint"), [("config: [", "not valid YAML"), ("- a", "has no settings")]
    )
    def test_its_card_must_be_yaml_settings(self, text: str, complaint: str, path: Path) -> None:
        path.with_suffix(".yaml").write_text(text, encoding="utf-8")

        with pytest.raises(ModelError, match=complaint):
            load_checkpoint(path, "ava")

    def test_a_damaged_one_is_told(self, path: Path) -> None:
        path.write_bytes(path.read_bytes()[:5000])

        with pytest.raises(ModelError, match="is damaged"):
            load_checkpoint(path, "ava")
