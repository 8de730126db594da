"""A PostgreSQL server for tests: made in a temporary directory, gone when the tests are over."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

USER = "kinora"
_DEBIAN = Path("/usr/lib/postgresql")
_WAIT_S = 30.0
# Nothing has to outlive the machine, and tests write little: no waiting for the disk.
_OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "1h",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "logging_collector": "off",
    "log_min_messages": "warning",
}


class PostgresAbsentError(Exception):
    """PostgreSQL's programs are not on this machine, or may not be run here."""


def find_programs() -> Path:
    """Return the folder that holds initdb and postgres.

    Raises:
        PostgresAbsentError: there is none.
    """
    for found in (shutil.which("postgres"), shutil.which("initdb")):
        folder = Path(found).resolve().parent if found else None
        if folder is not None and (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    versions = sorted(
        (folder for folder in _DEBIAN.glob("*/bin") if (folder / "postgres").exists()),
        key=lambda folder: float(folder.parent.name),
    )
    if not versions:
        raise PostgresAbsentError("PostgreSQL is not installed (Debian package: postgresql)")
    return versions[-1]


class PostgresServer:
    """One server on a loopback port; it dies with the process that started it.

    Attributes:
        port: that it listens to; the same after a restart.
        password: of its owner, who may do everything.
    """

    def __init__(self) -> None:
        self.programs = find_programs()
        self.password = secrets.token_hex(16)
        self.folder = Path(tempfile.mkdtemp(prefix="kinora-pg-"))
        self._data = self.folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._made: set[str] = set()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        try:
            self._become = self._other_user()
            self._init()
            self.start()
        except BaseException:
            self.close()
            raise

    def _other_user(self) -> list[str]:
        """Return what to put before a command: PostgreSQL refuses to run as root."""
        guard = ["setpriv", "--pdeathsig", "SIGQUIT"] if shutil.which("setpriv") else []
        if os.geteuid() != 0:
            return guard
        if not guard:
            raise PostgresAbsentError("PostgreSQL does not run as root, and setpriv is absent")
        for name in ("postgres", "nobody"):
            try:
                user = pwd.getpwnam(name)
            except KeyError:
                continue
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            return [*guard, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        raise PostgresAbsentError("PostgreSQL does not run as root, and there is no other user")

    def _init(self) -> None:
        """Make the data directory."""
        word = self.folder / "word"
        word.write_text(self.password)
        word.chmod(0o644)  # the folder itself is closed to others
        made = subprocess.run(
            [
                *self._become, str(self.programs / "initdb"), "--pgdata", str(self._data),
                "--username", USER, "--pwfile", str(word), "--auth", "scram-sha-256",
                "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions",
            ],
            capture_output=True,
            check=False,
            cwd=self.folder,
        )  # fmt: skip
        word.unlink()
        if made.returncode:
            raise PostgresAbsentError(f"initdb failed: {made.stderr.decode(errors='replace')}")

    def start(self) -> None:
        """Start it and wait until it answers; nothing happens where it runs."""
        if self._process is not None:
            return
        options = [f"-c{name}={value}" for name, value in _OPTIONS.items()]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *self._become, str(self.programs / "postgres"), "-D", str(self._data),
                    f"-p{self.port}", *options,
                ],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
            )  # fmt: skip
        end = time.monotonic() + _WAIT_S
        while True:
            try:
                psycopg.connect(self._text_url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > end:
                    said = (self.folder / "log").read_text(errors="replace")[-2000:]
                    raise PostgresAbsentError(f"PostgreSQL did not start: {said}") from None
                time.sleep(0.02)
            else:
                return

    def stop(self) -> None:
        """Stop it as a crash would: at once, all connections cut."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(_WAIT_S)
            self._process = None

    def close(self) -> None:
        """Stop it and remove all it wrote."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, **query: str) -> URL:
        """Return the address of a database, with the owner's name and password."""
        return make_url(self._text_url(database)).set(
            drivername="postgresql+psycopg", query=dict(query)
        )

    def _text_url(self, database: str) -> str:
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements outside a transaction."""
        with psycopg.connect(self._text_url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]

    def create(self, template: str = "template1") -> str:
        """Make a database, a copy of template, and return its name."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        self._made.add(name)
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._made.discard(name)
