"""Every worker thread computes on itself alone."""

from concurrent.futures import ThreadPoolExecutor

import torch

from album_organizer.ml.threads import use_one_thread_per_worker


def test_each_thread_keeps_to_itself() -> None:
    def threads() -> int:
        use_one_thread_per_worker()
        use_one_thread_per_worker()
        return torch.get_num_threads()

    with ThreadPoolExecutor(2) as pool:
        assert [pool.submit(threads).result() for _ in range(2)] == [1, 1]
