from pathlib import Path

import pytest
import torch

from album_organizer.domain.errors import AlbumError, ModelError, UsageError
from album_organizer.ml.networks import AvaNetwork, SiameseNetwork, new_network
from album_organizer.training import start as start_module
from album_organizer.training.builtin import trunk
from album_organizer.training.config import TrainingConfig
from album_organizer.training.start import Start, load_pretrained, make_start, network_of
from tests.support.checkpoints import make_ava_checkpoint, make_siamese_checkpoint
from tests.unit.training.labelled import ava_config, siamese_config

LITE = "tf_efficientnet_lite0"
SOURCE = Path("c.yaml")


def started(config: TrainingConfig) -> Start:
    return make_start(config, SOURCE, lambda kind, version: Path(f"{kind} {version}"))


def test_a_new_network_is_built_as_told() -> None:
    config = ava_config(
        model={"backbone": LITE, "mlp_hidden_dims": [8], "dropout": 0.4, "activation": "tanh"}
    )
    found = started(config)
    assert isinstance(found.network, AvaNetwork)
    layers = list(found.network.head)
    assert [type(layer).__name__ for layer in layers] == ["Linear", "Tanh", "Dropout", "Linear"]
    assert isinstance(layers[2], torch.nn.Dropout)
    assert layers[2].p == 0.4
    assert layers[3].out_features == 1
    assert found.new_head
    assert found.stored["model"]["output_mode"] == "regression"
    assert found.stored["transform"]["normalize_mean"] == [0.5, 0.5, 0.5]
    assert found.note == "Starts from random weights."


def test_resnet_keeps_the_contracts_transform() -> None:
    found = started(siamese_config(model={"pretrained": False}))
    assert isinstance(found.network, SiameseNetwork)
    assert found.stored["model"]["cnn_backbone"] == "resnet50"
    assert (found.preprocessing.resize, found.preprocessing.size) == (256, 224)


def test_a_fixed_input_cannot_be_changed() -> None:
    with pytest.raises(UsageError, match="has a fixed input"):
        started(siamese_config(transform={"crop_size": 64}))


def test_everything_left_out_comes_from_the_checkpoint(tmp_path: Path) -> None:
    transform = {"resize_size": 80, "crop_size": 64, "normalize_mean": [0.5, 0.5, 0.5]}
    path = make_ava_checkpoint(
        tmp_path / "m.pt", "distribution", hidden=[6], activation="tanh", transform=transform
    )
    found = started(ava_config(model={"init": str(path)}))
    model = found.stored["model"]
    assert (model["backbone"], model["output_mode"]) == (LITE, "distribution")
    assert (model["mlp_hidden_dims"], model["activation"]) == ([6], "tanh")
    assert found.preprocessing.resize == 80
    assert not found.new_head
    weights = torch.load(path, weights_only=False)["model_state_dict"]
    ours = found.network.state_dict()
    assert all(torch.equal(ours[name], tensor) for name, tensor in weights.items())


def test_another_head_starts_anew(tmp_path: Path) -> None:
    path = make_ava_checkpoint(tmp_path / "m.pt", "distribution", hidden=[6])
    config = ava_config(model={"init": str(path), "output_mode": "regression"})
    found = started(config)
    assert found.new_head
    assert "the head starts anew" in found.note
    weights = torch.load(path, weights_only=False)["model_state_dict"]
    assert torch.equal(
        found.network.state_dict()["backbone.conv_stem.weight"],
        weights["backbone.conv_stem.weight"],
    )


def test_another_backbone_is_refused(tmp_path: Path) -> None:
    path = make_ava_checkpoint(tmp_path / "m.pt")
    with pytest.raises(ModelError, match="leave it out"):
        started(ava_config(model={"init": str(path), "backbone": "resnet50"}))


def test_versions_folders_and_the_other_kind(tmp_path: Path) -> None:
    path = make_siamese_checkpoint(tmp_path / "best_model.pt", transform_type="paper")
    asked: list[tuple[str, str]] = []

    def find(kind: str, version: str) -> Path:
        asked.append((kind, version))
        return path

    config = siamese_config(model={"init": "siamese:v7"})
    found = make_start(config, SOURCE, find)
    assert asked == [("siamese", "v7")]
    assert found.stored["transform_type"] == "paper"
    assert found.preprocessing.resize == 224
    folder = siamese_config(model={"init": str(tmp_path)})
    assert started(folder).stored["model"] == found.stored["model"] | {"init": str(tmp_path)}
    with pytest.raises(ModelError, match="cannot serve as ava"):
        started(ava_config(model={"init": str(path)}))


def test_a_crop_larger_than_the_scaled_photo_is_refused() -> None:
    """It would give every photo black edges."""
    with pytest.raises(UsageError, match=r"c\.yaml: .*crop_size 224 .*resize_size 64"):
        started(ava_config(model={"backbone": LITE}, transform={"resize_size": 64}))
    stretched = {"resize_size": 64, "fit": "stretch"}
    assert started(ava_config(model={"backbone": LITE}, transform=stretched)).preprocessing.size
    equal = {"resize_size": 64, "crop_size": 64}
    assert started(ava_config(model={"backbone": LITE}, transform=equal)).preprocessing.resize == 64


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"best_model\.pt"):
        started(ava_config(model={"init": str(tmp_path)}))


def test_the_colour_of_the_padding_is_carried_over(tmp_path: Path) -> None:
    path = make_siamese_checkpoint(tmp_path / "m.pt", transform_type="paper_pad")
    content = torch.load(path, weights_only=False)
    content["config"]["model"]["padding_mean_color"] = [0.1, 0.2, 0.3]
    torch.save(content, path)
    found = started(siamese_config(model={"init": str(path)}))
    assert found.stored["model"]["padding_mean_color"] == [0.1, 0.2, 0.3]
    own = started(siamese_config(model={"init": str(path), "padding_mean_color": [0.5] * 3}))
    assert own.stored["model"]["padding_mean_color"] == [0.5] * 3


def test_weights_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    path = make_ava_checkpoint(tmp_path / "m.pt")
    content = torch.load(path, weights_only=False)
    name = next(iter(content["model_state_dict"]))
    content["model_state_dict"][name].fill_(float("nan"))
    torch.save(content, path)
    with pytest.raises(ModelError):
        started(ava_config(model={"init": str(path)}))


def test_half_precision_becomes_single(tmp_path: Path) -> None:
    path = make_ava_checkpoint(tmp_path / "m.pt", half=True)
    network = started(ava_config(model={"init": str(path)})).network
    assert {p.dtype for p in network.parameters()} == {torch.float32}


def test_unknown_backbones_are_named() -> None:
    with pytest.raises(ModelError, match=r"backbone is 'resnet5', known are resnet50"):
        started(ava_config(model={"backbone": "resnet5"}))


def test_a_stored_config_gives_the_same_network() -> None:
    found = started(ava_config(model={"backbone": LITE, "mlp_hidden_dims": [4]}))
    again = network_of("ava", found.stored, SOURCE)
    again.network.load_state_dict(found.network.state_dict())
    assert again.preprocessing == found.preprocessing


def test_weights_that_cannot_be_had_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(name: str) -> dict[str, torch.Tensor]:
        raise OSError("no route to host")

    monkeypatch.setattr(start_module, "_pretrained", no_network)
    with pytest.raises(AlbumError, match="resnet50 are not on this machine and cannot be fetched"):
        started(ava_config(model={"pretrained": True}))


def test_pretrained_weights_come_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    donor = trunk.create_network(classes=10)
    monkeypatch.setattr(start_module, "_pretrained", lambda name: donor.state_dict())
    config = {"model": {"backbone": trunk.NAME}}
    network = new_network("ava", config, SOURCE)
    backbone = network.backbone
    assert isinstance(backbone, torch.nn.Module)
    load_pretrained(backbone, trunk.NAME)
    weights = donor.state_dict()
    assert all(torch.equal(tensor, weights[name]) for name, tensor in backbone.state_dict().items())
