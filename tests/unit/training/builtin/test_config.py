import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from album_organizer.domain.errors import UsageError
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.settings.home import bundled_root
from album_organizer.training.builtin import trunk
from album_organizer.training.builtin.config import BuiltinConfig, read_config

CONFIGS = bundled_root() / "configs" / "training"
KINDS = pytest.mark.parametrize("kind", ["ava", "siamese"])


def shipped(kind: str) -> BuiltinConfig:
    return read_config(CONFIGS / f"builtin_{kind}.yaml")


def written(folder: Path, section: str, **values: Any) -> Path:
    """The shipped comparison configuration with other values in one section."""
    yaml = YAML(typ="safe")
    content = yaml.load(CONFIGS / "builtin_siamese.yaml")
    content[section] |= values
    yaml.dump(content, folder / "mine.yaml")
    return folder / "mine.yaml"


class TestShipped:
    @KINDS
    def test_the_trunk_is_fed_as_it_was_trained_with_the_whole_photo(self, kind: str) -> None:
        config = shipped(kind)
        preprocessing = Preprocessing.from_config(config.as_stored(), kind)
        assert preprocessing.mean == trunk.NORMALIZE_MEAN
        assert preprocessing.std == trunk.NORMALIZE_STD
        assert preprocessing.fit == "stretch"
        # "stretch" reads only one of the two; the other must not contradict it.
        assert preprocessing.size == config.transform.crop_size == config.transform.resize_size

    def test_both_kinds_share_pictures_and_seed(self) -> None:
        assert shipped("ava").transform == shipped("siamese").transform
        assert shipped("ava").data == shipped("siamese").data

    def test_the_networks_have_room_for_what_is_fitted(self) -> None:
        """Otherwise half an hour of training ends in a file that does not load."""
        ava, siamese = shipped("ava"), shipped("siamese")
        assert ava.model["mlp_hidden_dims"] == [ava.fit.hidden + 2]  # and the line of the taste
        assert ava.model.get("activation", "relu") == "relu"
        assert ava.model["output_mode"] == "distribution"
        assert siamese.model["mlp_hidden_dims"] == [siamese.fit.hidden]
        assert siamese.model["activation"] == "tanh"

    def test_both_networks_stand_on_the_trunk_that_reports_from_its_stages(self) -> None:
        names = {shipped("ava").model["backbone"], shipped("siamese").model["cnn_backbone"]}
        assert names == {f"{trunk.NAME}_stages"}

    @KINDS
    def test_what_a_checkpoint_keeps_is_plain_data_and_reads_back(self, kind: str) -> None:
        stored = shipped(kind).as_stored()
        assert json.loads(json.dumps(stored)) == stored
        assert BuiltinConfig.model_validate(stored) == shipped(kind)

    def test_values_that_were_not_written_are_not_stored(self) -> None:
        assert "craft_weight" in shipped("ava").as_stored()["fit"]
        assert "craft_weight" not in shipped("siamese").as_stored()["fit"]
        assert "transform_type" not in shipped("ava").as_stored()


class TestRefused:
    @pytest.mark.parametrize(
        ("section", "values"),
        [
            ("fit", {"weight_dacay": 0.01}),
            ("fit", {"weight_decay": -1}),
            ("fit", {"hidden": 0}),
            ("fit", {"hidden": 513}),
            ("fit", {"epochs": 0}),
            ("fit", {"learning_rate": 0}),
            ("fit", {"dropout": 1.0}),
            ("fit", {"dropout": -0.1}),
            ("fit", {"taste_decay": 0}),
            ("fit", {"craft_weight": -0.5}),
            ("data", {"folds": 1}),
            ("data", {"seed": -1}),
            ("transform", {"fit": "crop"}),
            ("transform", {"crop_size": 16}),
            ("transform", {"normalize_mean": [0.5, 0.5]}),
        ],
    )
    def test_a_wrong_value_names_the_file_and_the_place(
        self, tmp_path: Path, section: str, values: dict[str, Any]
    ) -> None:
        path = written(tmp_path, section, **values)
        with pytest.raises(UsageError, match=r"mine\.yaml cannot be used") as caught:
            read_config(path)
        assert f"{section}.{next(iter(values))}" in str(caught.value)

    def test_the_ends_of_the_ranges_are_allowed(self, tmp_path: Path) -> None:
        path = written(tmp_path, "fit", hidden=1, epochs=1, weight_decay=0, dropout=0)
        fit = read_config(path).fit
        assert (fit.hidden, fit.epochs, fit.weight_decay, fit.dropout) == (1, 1, 0, 0)

    def test_broken_yaml_names_the_file(self, tmp_path: Path) -> None:
        (tmp_path / "mine.yaml").write_text("transform: {crop_size: [224", encoding="utf-8")
        with pytest.raises(UsageError, match=r"mine\.yaml cannot be used"):
            read_config(tmp_path / "mine.yaml")

    def test_a_missing_configuration_names_the_file(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"none\.yaml cannot be used"):
            read_config(tmp_path / "none.yaml")
