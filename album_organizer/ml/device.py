"""What the models run on."""

import torch


def describe_device() -> str:
    """The processor as PyTorch sees it, for example ``"CPU, AVX512, 8 threads"``."""
    capability = torch.backends.cpu.get_cpu_capability()
    count = torch.get_num_threads()
    return f"CPU, {capability}, {count} thread{'s' if count > 1 else ''}"
