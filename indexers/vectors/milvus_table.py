"""One collection of Milvus: numbered vectors that are written, read, deleted and searched."""

import json
import logging
import math
import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import VectorServerError
from common.jobs import JobContext
from indexers.vectors.milvus_server import MilvusServer

logger = logging.getLogger(__name__)

FORMAT = 1
KEY, ROW, VECTOR = "item", "row", "vector"
MOST_HITS = 16_384  # that a server returns, unless its keeper allows more
READ_ROWS = 4_000
WRITE_BYTES = 8 << 20
BUILD_S = 24 * 3600.0
POLL_S = 0.2
LEAST_FLAT = 100_000  # vectors that a server compares one by one in some tens of milliseconds
MEMORY_BYTES = 8 << 30  # a graph beyond this belongs on a disk
PREFIX = "kinora."
MOST_FRESH = 256  # new vectors that the embedded engine compares in Python's time: 0.1 ms each

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


def kind_for(count: int, dim: int, *, is_embedded: bool) -> str:
    """Return the kind of index for a number of vectors: exact while that is quick enough.

    The embedded engine builds graphs in Python's time (100,000 vectors of 256 numbers took 70 s,
    lists 2 s) and knows no index on disk.

    Args:
        count: vectors.
        dim: their length.
        is_embedded: what serves them is the embedded engine.
    """
    if count <= LEAST_FLAT:
        return "FLAT"
    if is_embedded:
        return "IVF_FLAT"
    return "HNSW" if count * 4 * (dim + 64) <= MEMORY_BYTES else "DISKANN"


def efforts(kind: str, count: int) -> list[int]:
    """Return the efforts worth trying for an index, least first; the last is (nearly) exact."""
    if kind.startswith("IVF"):
        cells = _cells(count)
        return sorted({*(2**power for power in range(3, 16) if 2**power < cells), cells})
    if kind == "HNSW":
        return [64, 128, 256, 512, 1024, 2048]
    return [64, 128, 256, 512] if kind == "DISKANN" else [1]


def _cells(count: int) -> int:
    return int(np.clip(4 * math.sqrt(count), 64, 65_536))


def _settings(kind: str, effort: int, limit: int) -> dict[str, int]:
    """Return what a search tells an index."""
    if kind.startswith("IVF"):
        return {"nprobe": effort}
    if kind == "HNSW":
        return {"ef": max(effort, limit)}
    return {"search_list": max(effort, limit)} if kind == "DISKANN" else {}


class Table:
    """A collection on a server with the fields item (or row, its key), row and vector.

    Everything that is written is seen by the next read (consistency level Strong); writing the
    same key again replaces what it had. One thread changes a table at a time.

    Args:
        server: the connection.
        name: of the collection.
    """

    def __init__(self, server: MilvusServer, name: str) -> None:
        self.name = name
        self.dim = 0
        self.facts: dict[str, str] = {}
        self.kind = "FLAT"
        self.effort = 1
        self._server = server
        self._fresh = 0  # vectors written and not put away

    def open(self) -> bool:
        """Read what the server says of the collection and load it; whether it is there."""
        if not self._server.call("has_collection", self.name):
            return False
        told = self._server.call("describe_collection", self.name)
        self.facts = _facts(told)
        vector = next((each for each in told["fields"] if each["name"] == VECTOR), None)
        names = {each["name"] for each in told["fields"]}
        if vector is None or not {KEY, ROW} <= names:
            raise VectorServerError(
                f"The collection “{self.name}” of the vector server was not made by Kinora.",
                hint="Rename or remove it on the server, then open the library again.",
            )
        self.dim = int(vector["params"]["dim"])
        self.kind = self.facts.get("kind", "FLAT")
        self.effort = int(self.facts.get("effort", "1"))
        self._server.call("load_collection", self.name, timeout_s=BUILD_S)
        return True

    def create(self, dim: int, facts: Mapping[str, str]) -> None:
        """Make the collection for vectors of dim numbers; facts are kept with it."""
        from pymilvus import DataType, MilvusClient

        self.facts = {**facts, "format": str(FORMAT), "stamp": uuid.uuid4().hex}
        schema = MilvusClient.create_schema(
            auto_id=False, enable_dynamic_field=False, description=json.dumps(self.facts)
        )
        schema.add_field(KEY, DataType.INT64, is_primary=True)
        schema.add_field(ROW, DataType.INT64)
        schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=dim)
        self._server.call(
            "create_collection", self.name, schema=schema, index_params=_index("FLAT", 0),
            consistency_level="Strong", properties=_properties(self.facts),
        )  # fmt: skip
        self._server.call("load_collection", self.name)
        self.dim, self.kind, self.effort = dim, "FLAT", 1

    def note(self, **facts: str) -> None:
        """Keep facts with the collection; a server that cannot has them forgotten at the next."""
        changed = {key: value for key, value in facts.items() if self.facts.get(key) != value}
        if not changed:
            return
        self.facts |= changed
        try:
            self._server.call("alter_collection_properties", self.name, _properties(changed))
        except VectorServerError as error:
            if error.is_gone:
                raise
            logger.info("%s does not keep %s: %s", self.name, ", ".join(changed), error.what)

    def drop(self) -> None:
        """Remove the collection with all it holds."""
        self._server.call("drop_collection", self.name)
        self.dim, self.facts = 0, {}

    def write(self, keys: Ids, rows: Ids, vectors: Floats) -> None:
        """Write vectors (N, D) under keys; what is there under a key is replaced."""
        step = max(1, WRITE_BYTES // (4 * vectors.shape[1] + 16))
        for start in range(0, len(keys), step):
            part = slice(start, start + step)
            rows_there = zip(keys[part].tolist(), rows[part].tolist(), vectors[part], strict=True)
            block = [{KEY: key, ROW: row, VECTOR: each} for key, row, each in rows_there]
            self._server.call("upsert", self.name, block)
        self._fresh += len(keys)

    def delete(self, keys: Ids) -> None:
        """Delete what is there of keys."""
        for start in range(0, len(keys), READ_ROWS):
            self._server.call("delete", self.name, ids=keys[start : start + READ_ROWS].tolist())

    def read(self, keys: Ids) -> tuple[Ids, Floats]:
        """Return those of keys that are there, int64 (M,), and their vectors, float32 (M, D)."""
        found: list[Ids] = [np.empty(0, np.int64)]
        vectors: list[Floats] = [np.empty((0, self.dim), np.float32)]
        for start in range(0, len(keys), READ_ROWS):
            part = keys[start : start + READ_ROWS].tolist()
            got = self._server.call("query", self.name, ids=part, output_fields=[KEY, VECTOR])
            if got:
                found.append(np.array([each[KEY] for each in got], np.int64))
                vectors.append(np.array([each[VECTOR] for each in got], np.float32))
        return np.concatenate(found), np.concatenate(vectors)

    def numbers(self) -> tuple[Ids, Ids]:
        """Return all keys and their rows, int64 (N,) each, ascending by key."""
        keys: list[int] = []
        rows: list[int] = []
        for block in self._pages([KEY, ROW]):
            keys += [each[KEY] for each in block]
            rows += [each[ROW] for each in block]
        order = np.argsort(np.array(keys, np.int64), kind="stable")
        return np.array(keys, np.int64)[order], np.array(rows, np.int64)[order]

    def _pages(self, fields: list[str]) -> Iterator[list[dict[str, Any]]]:
        pages = self._server.call(
            "query_iterator", self.name, batch_size=READ_ROWS, output_fields=fields
        )
        try:
            while block := self._server.guarded("next", pages.next):
                yield block
        finally:
            pages.close()

    def count(self) -> int:
        """Return how many vectors it holds."""
        got = self._server.call("query", self.name, filter="", output_fields=["count(*)"])
        return int(got[0]["count(*)"])

    def search(
        self, queries: Floats, limit: int, expression: str = "", *, is_exact: bool = False
    ) -> list[tuple[Ids, Floats]]:
        """Return for each query the keys with the largest inner product, and the products.

        Args:
            queries: float32 (Q, D).
            limit: 1 to MOST_HITS.
            expression: only keys that it is true of.
            is_exact: look at everything, where the index can.
        """
        self._settle()
        found: list[tuple[Ids, Floats]] = []
        step = max(1, MOST_HITS // limit)
        effort = efforts(self.kind, self.count())[-1] if is_exact else self.effort
        told = {"metric_type": "IP", "params": _settings(self.kind, effort, limit)}
        for start in range(0, len(queries), step):
            got = self._server.call(
                "search", self.name, data=list(queries[start : start + step]), limit=limit,
                filter=expression, output_fields=[KEY], search_params=told, anns_field=VECTOR,
            )  # fmt: skip
            found += [
                (np.array(hits.ids, np.int64), np.array(hits.distances, np.float32)) for hits in got
            ]
        return found

    def _settle(self) -> None:
        """Let the embedded engine put away what is new: it looks through that one by one."""
        if self._server.is_embedded and self._fresh >= MOST_FRESH:
            self._fresh = 0
            self._server.call("flush", self.name, timeout_s=BUILD_S)

    def build(self, kind: str, count: int, context: JobContext) -> None:
        """Put an index of another kind over the vectors; nobody may search meanwhile.

        Raises:
            JobCancelled: the user cancelled; the server goes on building.
            VectorServerError: the server does not offer the kind; there is an exact one then.
        """
        for wanted in (kind, "IVF_FLAT", "FLAT"):
            try:
                self._swap(wanted, count, context)
            except VectorServerError as error:
                if error.is_gone or wanted == "FLAT":
                    raise
                logger.warning("no %s index for %s: %s", wanted, self.name, error.what)
                continue
            self.kind, self.effort = wanted, efforts(wanted, count)[-1]
            self.note(kind=wanted, effort=str(self.effort))
            return

    def _swap(self, kind: str, count: int, context: JobContext) -> None:
        call = self._server.call
        self._settle()
        call("release_collection", self.name)
        for index in call("list_indexes", self.name):
            call("drop_index", self.name, index)
        context.step(0, count, "Building the index")
        told = _index(kind, count)
        call("create_index", self.name, told, timeout_s=BUILD_S, sync=False)
        while (left := self._waiting()) > 0:
            context.step(max(0, count - left), count, "Building the index")
            time.sleep(POLL_S)
        call("load_collection", self.name, timeout_s=BUILD_S)

    def _waiting(self) -> int:
        """Return how many vectors the index does not cover yet."""
        state = self._server.call("describe_index", self.name, VECTOR)
        if str(state.get("state", "Finished")) == "Finished":
            return 0
        return max(1, int(state.get("pending_index_rows", 1)))


def _index(kind: str, count: int) -> Any:
    from pymilvus import MilvusClient

    settings: dict[str, int] = {}
    if kind.startswith("IVF"):
        settings = {"nlist": _cells(count)}
    elif kind == "HNSW":
        settings = {"M": 32, "efConstruction": 200}
    index = MilvusClient.prepare_index_params()
    index.add_index(VECTOR, index_type=kind, metric_type="IP", params=settings)
    return index


def _properties(facts: Mapping[str, str]) -> dict[str, str]:
    return {PREFIX + key: value for key, value in facts.items()}


def _facts(told: Mapping[str, Any]) -> dict[str, str]:
    """Return what was kept with a collection: in its properties, or else in its description."""
    kept = told.get("properties") or {}
    facts = {key[len(PREFIX) :]: str(kept[key]) for key in kept if key.startswith(PREFIX)}
    try:
        written = json.loads(told.get("description") or "{}")
    except ValueError:
        written = {}
    return {**(written if isinstance(written, dict) else {}), **facts}
