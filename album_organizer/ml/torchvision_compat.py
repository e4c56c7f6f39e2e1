"""Imports torchvision also where its compiled operators do not fit the installed PyTorch."""

import importlib
import threading
from types import ModuleType

import torch

_OPERATOR_SCHEMAS = {
    "nms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}
_import_lock = threading.Lock()


def import_torchvision() -> ModuleType:
    """Returns the ``torchvision`` package; everything that imports it or timm calls this first.

    A torchvision wheel built for CUDA cannot load its compiled operators beside a CPU build of
    PyTorch, and then fails to import because it registers shape functions for operators that do
    not exist. Models and transforms need none of them: declaring their schemas is enough. A
    matching pair of builds imports plainly and is left alone.

    Raises:
        ImportError: If torchvision is not installed.
        RuntimeError: If it fails for another reason than its missing operators.
    """
    with _import_lock:
        try:
            return importlib.import_module("torchvision")
        except RuntimeError as error:
            if "torchvision::" not in str(error):
                raise
        for operator, schema in _OPERATOR_SCHEMAS.items():
            torch.library.define(f"torchvision::{operator}", schema)
        return importlib.import_module("torchvision")
