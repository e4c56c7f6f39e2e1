"""What the two judges share."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from album_organizer.domain.album import ModelInfo
from album_organizer.domain.errors import ModelError
from album_organizer.i18n import tr
from album_organizer.ml.checkpoint import Checkpoint, unusable
from album_organizer.ml.preprocessing import Preprocessing
from album_organizer.ml.threads import use_one_thread_per_worker


class TorchJudge:
    """A loaded model version with the preprocessing that its checkpoint asks for.

    Args:
        checkpoint: What was read from the file.
        info: The version it is registered as; its sha256 is replaced by that of the bytes that were
            really read, because cached answers are kept under it.

    Raises:
        ModelError: If the checkpoint asks for an impossible preprocessing.
    """

    def __init__(self, checkpoint: Checkpoint, info: ModelInfo) -> None:
        self._path = checkpoint.path
        self._info = replace(info, sha256=checkpoint.sha256)
        try:
            self._preprocessing = Preprocessing.from_config(checkpoint.config, checkpoint.kind)
        except ValueError as error:
            raise unusable(checkpoint.path, str(error)) from error

    @property
    def info(self) -> ModelInfo:
        """The version."""
        return self._info

    @property
    def preprocess_version(self) -> str:
        """Names the preprocessing; part of every cache key."""
        return self._preprocessing.version

    @property
    def decode_side(self) -> int:
        """Shorter side in pixels that a photo should at least be decoded to."""
        return self._preprocessing.decode_side

    def prepare(self, image: Image.Image) -> NDArray[np.float32]:
        """An upright picture -> the network's input, float32, shape (3, H, W)."""
        return self._preprocessing.apply(image)

    @contextmanager
    def _inference(self) -> Iterator[None]:
        """Around every forward pass: no gradients, and no more threads than the caller's own."""
        use_one_thread_per_worker()
        with torch.inference_mode():
            yield

    def _to_tensor(self, batch: Sequence[NDArray[np.float32]]) -> torch.Tensor:
        """Prepared photos -> one float32 tensor (N, 3, H, W), stored NHWC."""
        stacked = torch.from_numpy(np.stack(batch))
        return stacked.contiguous(memory_format=torch.channels_last)

    def _not_finite(self) -> ModelError:
        return ModelError(
            tr(
                "The model file {path} answers with values that are not numbers; choose "
                "another version and train this one again."
            ).format(path=self._path)
        )
