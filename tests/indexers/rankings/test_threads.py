"""Small linear algebra stays on one thread, and the limit is gone after the last block."""

from threadpoolctl import threadpool_info

from indexers.rankings.threads import one_thread


def threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_blocks_may_overlap_and_end_in_any_order() -> None:
    import numpy as np

    assert np.linalg.inv(np.eye(3)).shape == (3, 3)
    before = threads()
    first, second = one_thread(), one_thread()
    first.__enter__()
    second.__enter__()
    assert threads() == {1}
    first.__exit__(None, None, None)
    assert threads() == {1}
    second.__exit__(None, None, None)
    assert threads() == before
