"""The model card of a training, in the usual sections; people fill in what only they know."""

from collections.abc import Mapping, Sequence
from typing import Any

from album_organizer.evaluation.results import Estimate
from album_organizer.training.baselines import Judgement
from album_organizer.training.data_checks import Finding

_NAMES = {
    "val_spearman": "Ranks like people (Spearman)",
    "val_mse": "Squared error",
    "val_mae": "Mean error in points",
    "mean_mse": "Squared error of always answering the mean",
    "mean_mae": "Mean error of always answering the mean",
    "mse_below_mean": "Squared error below that of the mean",
    "sharpness_spearman": "Spearman of sharpness alone",
    "val_acc": "Pairs decided rightly",
    "side_prior": "Labels in which a wins (all pairs)",
    "one_side_acc": "Right by always naming one side",
    "sharpness_acc": "Right by sharpness alone",
    "above_one_side": "Right above always naming one side",
    "above_sharpness": "Right above sharpness alone",
}
_TITLES = {"ava": "AVA aesthetic model", "siamese": "Siamese comparison model"}
_USES = {
    "ava": "Scores single photos from 1 to 10 in Album Organizer, half of the composite.",
    "siamese": "Decides in Album Organizer which of two near-identical shots is better.",
}

_METRICS = (
    "On the held out labels, with 95% intervals made by resampling whole series. The epoch was "
    "chosen by the same labels, so the figures are slightly too good."
)
_CLOSING = """\
## Limits

The labels are the taste of the people who gave them. Photos of other subjects, cameras or times
may be judged worse than the figures say.

## Licence and origin

To be filled in: who took and who labelled the photos, whether they agreed, the licence of the
photos, and the licence of this model.

## Registering it
"""


def figure_lines(figures: Mapping[str, Estimate]) -> list[str]:
    """One sentence-like line per figure with its 95% interval."""
    return [
        f"{_NAMES[name]}: {value.value:.3f} ({value.low:.3f} to {value.high:.3f})"
        for name, value in figures.items()
    ]


def model_card(
    stored: Mapping[str, Any],
    counts: Mapping[str, int],
    findings: Sequence[Finding],
    judgement: Judgement,
    best_epoch: int,
    note: str,
    command: str | None,
) -> str:
    """The card as Markdown.

    Args:
        stored: The config of the checkpoint.
        counts: ``photos``, ``training``, ``validation`` and ``series`` held out.
        findings: What was noticed about the data.
        judgement: Figures and verdict.
        best_epoch: Epoch of the weights.
        note: Where the first weights came from.
        command: That registers the model, or None for one that is not useful.
    """
    register = f"    {command}" if command else "Not recommended: see the verdict above."
    parts = [
        *_model(stored, best_epoch, note),
        *_data(counts, findings),
        *_metrics(judgement),
        _CLOSING,
        register,
        "",
    ]
    return "\n".join(parts)


def _model(stored: Mapping[str, Any], best_epoch: int, note: str) -> list[str]:
    kind, model = stored["kind"], stored["model"]
    backbone = model["backbone" if kind == "ava" else "cnn_backbone"]
    return [
        f"# {_TITLES[kind]}, trained on own data",
        "",
        f"Backbone {backbone}, hidden layers {model['mlp_hidden_dims']}, epoch {best_epoch}, "
        f"seed {stored['seed']}. {note}",
        "",
        "## Intended use",
        "",
        f"{_USES[kind]} Made for photos like those it was trained on; not for judging people.",
        "",
    ]


def _data(counts: Mapping[str, int], findings: Sequence[Finding]) -> list[str]:
    found = [f"- {finding.sentence}" for finding in findings] or ["- Nothing was wrong with it."]
    return [
        "## Data",
        "",
        f"{counts['photos']} photos; {counts['training']} labels to learn from, "
        f"{counts['validation']} held out in {counts['series']} series or single photos. No "
        "series and no photo is on both sides.",
        "",
        *found,
        "",
    ]


def _metrics(judgement: Judgement) -> list[str]:
    return [
        "## Metrics",
        "",
        _METRICS,
        "",
        *(f"- {line}" for line in figure_lines(judgement.figures)),
        "",
        f"**{judgement.sentence}**",
        "",
    ]
