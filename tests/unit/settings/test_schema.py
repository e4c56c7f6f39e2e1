import pytest
from pydantic import ValidationError

from album_organizer.domain.errors import UsageError
from album_organizer.domain.scores import Weights
from album_organizer.settings.checks import known_fields, with_values
from album_organizer.settings.schema import Settings, WeightSettings


def test_weights_default_to_those_of_the_domain() -> None:
    assert WeightSettings().to_domain() == Weights()


@pytest.mark.parametrize("weights", [(0.6, 0.2, 0.3), (0.0, 0.0, 0.0), (1.2, -0.2, 0.0)])
def test_weights_must_be_shares(weights: tuple[float, float, float]) -> None:
    with pytest.raises(ValidationError):
        WeightSettings(ava=weights[0], technical=weights[1], portrait=weights[2])


def test_fixed_defaults() -> None:
    settings = Settings()
    assert (
        settings.quality_assessment.ava_checkpoint == "models/album_app_v3/ava_aesthetic_model.pt"
    )
    assert (
        settings.quality_assessment.siamese_checkpoint
        == "models/album_app_v3/siamese_comparison_model.pt"
    )
    assert settings.tie_break.threshold == 0.05
    assert settings.tie_break.close_call == 0.05
    assert settings.album.target_count == 40


def test_every_field_has_a_help_text() -> None:
    assert [key for key, field in known_fields().items() if not field.description] == []


def test_settings_are_immutable() -> None:
    with pytest.raises(ValidationError):
        Settings().album.target_count = 3


def test_with_values_replaces_only_what_is_named() -> None:
    changed = with_values(Settings(), {"album.target_count": 5, "scan.follow_symlinks": True})
    assert changed.album.target_count == 5
    assert changed.scan.follow_symlinks
    assert changed.album.time_spread == Settings().album.time_spread
    assert Settings().album.target_count == 40


def test_with_values_takes_weights_one_by_one() -> None:
    weights = {"ava": 0.6, "technical": 0.1, "portrait": 0.3}
    keys = {f"quality_assessment.weights.{name}": value for name, value in weights.items()}
    assert with_values(Settings(), keys).quality_assessment.weights.to_domain() == Weights(
        **weights
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"album.target_cont": 5}, "did you mean 'album.target_count'"),
        ({"album.target_count": 0}, "is 0 but must be a whole number from 1 up to 100000"),
        ({"grouping.stricter_factor": 0.0}, "a number above 0 up to 1"),
        ({"scan.follow_symlinks": "yes"}, "true or false"),
        ({"quality_assessment.ava_checkpoint": ""}, "text that is not empty"),
        ({"quality_assessment.weights.ava": 0.9}, "must add up to 1, not 1.4"),
        ({"album": 3}, "There is no setting 'album'"),
    ],
)
def test_with_values_says_what_is_wrong(values: dict[str, object], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        with_values(Settings(), values)
