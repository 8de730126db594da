"""Short work of FAISS on the thread that asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Let FAISS work on this thread alone while a block runs.

    Ten milliseconds of clustering, spread over threads that other programs keep waiting, took half
    a second. Other threads are not concerned.
    """
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
