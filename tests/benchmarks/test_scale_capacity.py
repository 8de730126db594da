"""What a library needs grows as its items and users do."""

import numpy as np
import pytest

from benchmarks.report import BenchReport
from benchmarks.scale_capacity import MACHINE_GB, SHARD, capacity
from benchmarks.scale_rounds import _computed, merge


def test_disk_and_shards_grow_with_the_items():
    small, large = capacity(SHARD, 100), capacity(100 * SHARD, 100)
    assert (small.shards, large.shards) == (1, 100)
    for name in ("catalogue_tb", "thumbnails_tb", "vectors_tb", "index_tb", "import_days"):
        assert getattr(large, name) == pytest.approx(100 * getattr(small, name))


def test_machines_have_room_for_the_index_and_the_rounds():
    for items, users in ((SHARD, 1), (10 * SHARD, 100), (100 * SHARD, 10), (10 * SHARD, 5000)):
        needed = capacity(items, users)
        each = needed.machines / needed.copies
        assert needed.resident_gb <= each * MACHINE_GB * 0.7 + 1e-9
        assert needed.core_share <= each * 8 * 0.5 + 1e-9
        assert needed.machines % needed.copies == 0


def test_a_started_shard_counts_whole():
    assert capacity(SHARD + 1, 1).shards == 2


def test_computed_cases_name_their_size():
    report = BenchReport("scale")
    _computed(report, SHARD)
    assert [case.case.endswith(str(SHARD)) for case in report.cases] == [True] * 3


def test_shards_are_merged_by_their_products():
    first = (np.array([3, 1]), np.array([0.9, 0.2], np.float32))
    second = (np.array([12, 14]), np.array([0.5, 0.4], np.float32))
    assert merge([first, second], 3).tolist() == [3, 12, 14]
