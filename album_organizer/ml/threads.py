"""How many threads a forward pass may use."""

import threading

import torch

_told = threading.local()


def use_one_thread_per_worker() -> None:
    """Keeps the forward passes of the calling thread on this thread alone.

    The pipeline runs one worker thread per core, each with its own batch. PyTorch would start a
    team of threads for every one of them, and the teams would fight for the same cores. PyTorch
    keeps the number per calling thread, so the judges call this at every entry; only the first call
    of a thread does something.
    """
    if not getattr(_told, "yes", False):
        torch.set_num_threads(1)
        _told.yes = True
