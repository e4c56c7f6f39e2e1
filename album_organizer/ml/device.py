"""What the models run on."""

import torch


def describe_device() -> str:
    """The processor as PyTorch sees it, for example ``"CPU, AVX512, 8 threads"``."""
    capability = torch.backends.cpu.get_cpu_capability()
    return f"CPU, {capability}, {torch.get_num_threads()} threads"
