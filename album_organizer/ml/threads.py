"""How many threads a forward pass may use."""

import torch


def use_one_thread_per_worker() -> None:
    """Keeps the forward passes of the calling thread on this thread alone.

    The pipeline runs one worker thread per core, each with its own batch. PyTorch would start a
    team of threads for every one of them, and the teams would fight for the same cores. The number
    is kept per calling thread by OpenMP, so every worker calls this once before its first batch.
    """
    torch.set_num_threads(1)
