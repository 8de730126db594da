"""Fixtures that every test may use."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import pytest
from hypothesis import HealthCheck, settings

from tests import network_guard

if TYPE_CHECKING:
    from tests.postgres_support import PostgresServer
    from tests.ray_support import RayCluster

pytest_plugins = ["tests.garbage", "tests.limits"]

# Examples are the same in every run, and a busy machine is no reason to fail.
settings.register_profile(
    "kinora",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# Ten times as many, others in each run; what fails is told with a line that repeats it.
settings.register_profile(
    "long",
    settings.get_profile("kinora"),
    derandomize=False,
    max_examples=600,
    print_blob=True,
)
settings.load_profile(os.environ.get("KINORA_HYPOTHESIS", "kinora"))


def _shared_data() -> Path | None:
    named = os.environ.get("KINORA_SHARED_DATA")
    candidates = [Path(named)] if named else []
    candidates.append(Path(__file__).resolve().parents[2] / "shared" / "data")
    return next((path for path in candidates if (path / "DATA.md").is_file()), None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real media and weights; the test skips where it is absent."""
    folder = _shared_data()
    if folder is None:
        pytest.skip("the shared data folder is absent (set KINORA_SHARED_DATA)")
    return folder


@pytest.fixture(autouse=True)
def _own_user_folders(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test reads or writes the settings, models or caches of the person who runs it."""
    home = tmp_path_factory.mktemp("user")
    monkeypatch.setenv("KINORA_HOME", str(home))
    monkeypatch.delenv("KINORA_MODELS", raising=False)


@pytest.fixture(autouse=True)
def _loops_run() -> Iterator[None]:
    """No test asks the application to end that does not run: no later loop would run either."""
    yield
    core = sys.modules.get("PySide6.QtCore")
    application = core.QCoreApplication.instance() if core else None
    if core is None or application is None:
        return
    loop = core.QEventLoop()
    core.QTimer.singleShot(0, loop.quit)
    if loop.exec() != 0:
        core.QTimer.singleShot(0, application.quit)
        application.exec()  # takes the request back
        pytest.fail("the application was asked to end outside of its loop")


network_guard.install()


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """No test asks another computer anything, not even one that takes no for an answer."""
    network_guard.foreign()
    yield
    tried = network_guard.foreign()
    assert not tried, f"another computer was asked: {', '.join(tried)}"


@pytest.fixture(scope="session")
def ray_cluster() -> "Iterator[RayCluster]":
    """A cluster of Ray of two nodes of this run; whoever stops it starts it again.

    It asks for a token, which connections find where a person would give it.
    """
    pytest.importorskip("ray", reason="Ray is absent (kinora[ray])")
    from tests.ray_support import TOKEN, RayCluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KINORA_WORKERS_TOKEN", TOKEN)
        cluster = RayCluster(token=TOKEN)
        yield cluster
        cluster.close()


@pytest.fixture(scope="session")
def postgres() -> "Iterator[PostgresServer]":
    """A PostgreSQL server of this run; the test skips where PostgreSQL is not installed."""
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is absent (kinora[postgres])")
    from tests import postgres_support as support

    try:
        server = support.PostgresServer()
    except support.PostgresAbsentError as error:
        pytest.skip(str(error))
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres: "PostgresServer") -> Iterator[str]:
    """Address of an empty PostgreSQL database of this test's own, with its password."""
    name = postgres.create()
    yield postgres.url(name).render_as_string(hide_password=False)
    postgres.drop(name)
