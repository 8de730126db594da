"""Simulated clusters agree with what is known in closed form."""

import numpy as np
import pytest

from benchmarks.scale_cluster import Cluster, Load, Times, simulate, waiting_line

FLAT = np.array([0.04])
NEAR = {"network": 0.0, "spread": 0.0}


def test_one_server_waits_as_the_repair_model_says():
    rng = np.random.default_rng(1)
    times = Times(rng.exponential(0.1, 200_000), **NEAR)
    found = simulate(Cluster(1, merge_s=0.0), Load(30, 2.0), times, rounds=30_000)
    expected = waiting_line(30, 2.0, 0.1)
    assert found.seconds.mean() == pytest.approx(expected, rel=0.05)
    assert expected > 0.9  # 30 users keep it busy: most of it is waiting
    assert found.busy == pytest.approx(30 * 0.1 / (2.0 + expected), rel=0.05)


def test_a_round_waits_for_the_slowest_shard():
    rng = np.random.default_rng(2)
    service = rng.lognormal(-3.2, 0.3, 5000)
    found = simulate(Cluster(20, merge_s=0.0), Load(1, 50.0), Times(service, **NEAR), rounds=3000)
    slowest = rng.choice(service, (20_000, 20)).max(1)
    assert np.median(found.seconds) == pytest.approx(np.median(slowest), rel=0.03)
    assert (found.answered == 1).all()


def test_a_second_request_shortens_the_tail():
    slow = Times(FLAT, straggling=0.01, slower=20.0)
    alone = simulate(Cluster(50, copies=2), Load(5), slow, rounds=800)
    hedged = simulate(Cluster(50, copies=2, hedge_s=0.06), Load(5), slow, rounds=800)
    assert np.quantile(alone.seconds, 0.9) > 0.5
    assert np.quantile(hedged.seconds, 0.9) < 0.2
    assert 0.005 < hedged.repeated < 0.05


def test_a_deadline_ends_a_round_without_the_late_ones():
    slow = Times(FLAT, straggling=0.05, slower=20.0)
    found = simulate(Cluster(20, deadline_s=0.2), Load(5), slow, rounds=500)
    assert found.seconds.max() < 0.21
    assert 0.9 < found.answered.mean() < 0.99


def test_a_copy_stands_in_for_a_machine_that_is_down():
    failing = Times(FLAT, mtbf_s=1000.0, repair_s=60.0, noticed_s=0.5)
    alone = simulate(Cluster(4), Load(5), failing, rounds=3000, seed=3)
    twice = simulate(Cluster(4, copies=2), Load(5), failing, rounds=3000, seed=3)
    assert alone.seconds.max() > 20
    assert np.quantile(twice.seconds, 0.97) < 1
    assert twice.seconds.mean() < alone.seconds.mean() / 5


def test_the_same_seed_gives_the_same_rounds():
    times = Times(np.array([0.01, 0.03]), straggling=0.1)
    runs = [simulate(Cluster(3), Load(4), times, rounds=100, seed=9).seconds for _ in range(2)]
    assert np.array_equal(*runs)


def test_more_users_than_a_core_can_serve_wait():
    light = simulate(Cluster(2), Load(10), Times(FLAT), rounds=500)
    heavy = simulate(Cluster(2), Load(400), Times(FLAT), rounds=2000)
    assert heavy.busy > 0.95
    assert np.median(heavy.seconds) > 10 * np.median(light.seconds)
