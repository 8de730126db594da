"""Downloads against a server on this machine that does what the test says."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import torch
from safetensors.torch import save

from common.errors import ModelError
from common.jobs import JobCancelled, JobContext, Progress
from models.cards import CARDS_FOLDER, ModelCard
from models.download import download, plan_download
from models.hub import ModelHub
from models.networks.squeezenet import SqueezeNet


@dataclass
class Shop:
    """What the server has and how it behaves."""

    files: dict[str, bytes] = field(default_factory=dict)
    ranges: list[str] = field(default_factory=list)
    cut_after: int | None = None  # bytes of the body, then the connection ends
    status: int = 200
    takes_ranges: bool = True
    url: str = ""


class Handler(BaseHTTPRequestHandler):
    """Answers GET with ranges."""

    shop: Shop

    def do_GET(self) -> None:
        shop = self.shop
        content = shop.files.get(self.path)
        asked = self.headers.get("Range", "")
        shop.ranges.append(asked)
        if shop.status != 200 or content is None:
            self.send_error(shop.status if shop.status != 200 else 404)
            return
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if asked and shop.takes_ranges and start >= len(content):
            self.send_error(416)
            return
        if asked and shop.takes_ranges:
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            content = content[start:]
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content if shop.cut_after is None else content[: shop.cut_after])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
        """Keep the test's output clean."""


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    handler = type("OwnHandler", (Handler,), {"shop": shop})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    shop.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield shop
    server.shutdown()
    server.server_close()
    thread.join()


CONTENT = bytes(range(256)) * 2000  # 512 kB


def card_for(shop: Shop, content: bytes = CONTENT, **changes: object) -> ModelCard:
    shop.files.setdefault("/w.onnx", content)
    file = {
        "name": "w.onnx",
        "url": f"{shop.url}/w.onnx",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return ModelCard.model_validate(
        {
            "name": "squeezenet1_0", "title": "Test net", "task": "image-encoder",
            "licence": "MIT", "origin": "https://x.org", "paper": "p", "gain": "g.",
            "memory_mb": 1, "input": {"layout": "l"}, "output": {}, "files": [file | changes],
        }
    )  # fmt: skip


def fetch(card: ModelCard, folder: Path, context: JobContext | None = None) -> bytes:
    (path,) = download(plan_download(card), folder, context or JobContext())
    return path.read_bytes()


def test_a_plan_names_size_licence_and_host_without_asking_anyone(shop: Shop) -> None:
    plan = plan_download(card_for(shop))
    assert plan.bytes == len(CONTENT)
    assert plan.hosts == ("127.0.0.1",)
    assert plan.describe() == "Test net: 0.5 MB from 127.0.0.1; licence MIT"
    assert shop.ranges == []


def test_a_file_arrives_whole_with_progress(shop: Shop, tmp_path: Path) -> None:
    seen: list[Progress] = []
    assert fetch(card_for(shop), tmp_path, JobContext(seen.append)) == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["w.onnx"]
    assert seen[0].total == len(CONTENT)
    assert any(0 < step.done <= len(CONTENT) for step in seen)
    fetch(card_for(shop), tmp_path)  # it is there: nobody is asked
    assert len(shop.ranges) == 1


def test_a_cut_connection_is_told_and_the_next_try_goes_on(shop: Shop, tmp_path: Path) -> None:
    shop.cut_after = 100_000
    with pytest.raises(ModelError, match="goes on where it stopped"):
        fetch(card_for(shop), tmp_path)
    assert (tmp_path / "w.onnx.part").stat().st_size == 100_000
    shop.cut_after = None
    assert fetch(card_for(shop), tmp_path) == CONTENT
    assert shop.ranges == ["", "bytes=100000-"]


def test_a_server_without_ranges_starts_again(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "w.onnx.part").write_bytes(b"x" * 1000)
    shop.takes_ranges = False
    assert fetch(card_for(shop), tmp_path) == CONTENT


def test_a_complete_part_is_not_fetched_again(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "w.onnx.part").write_bytes(CONTENT)
    assert fetch(card_for(shop), tmp_path) == CONTENT
    assert shop.ranges == []


def test_a_complete_part_of_unknown_size_ends_with_416(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "w.onnx.part").write_bytes(CONTENT)
    start = hashlib.sha256(CONTENT).hexdigest()[:8]
    card = card_for(shop, sha256="", sha256_start=start, bytes=len(CONTENT) - 99)
    assert fetch(card, tmp_path) == CONTENT
    assert shop.ranges == [f"bytes={len(CONTENT)}-"]


@pytest.mark.parametrize(
    "changes",
    [{"sha256": "0" * 64}, {"sha256": "", "sha256_start": "00000000"}],
    ids=["whole hash", "beginning"],
)
def test_a_wrong_hash_is_thrown_away(
    shop: Shop, tmp_path: Path, changes: dict[str, object]
) -> None:
    with pytest.raises(ModelError, match="SHA-256"):
        fetch(card_for(shop, **changes), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_part_is_thrown_away(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "w.onnx.part").write_bytes(b"x" * 1000)
    with pytest.raises(ModelError, match="SHA-256"):
        fetch(card_for(shop), tmp_path)
    assert fetch(card_for(shop), tmp_path) == CONTENT


def test_more_bytes_than_promised_are_refused(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="larger than its card"):
        fetch(card_for(shop, bytes=1000), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [404, 403, 500])
def test_an_unwilling_server_is_named(shop: Shop, tmp_path: Path, status: int) -> None:
    shop.status = status
    with pytest.raises(ModelError, match=rf"127\.0\.0\.1 answered {status}"):
        fetch(card_for(shop), tmp_path)


def test_no_connection_is_told(shop: Shop, tmp_path: Path) -> None:
    card = card_for(shop, url="http://127.0.0.1:1/w.onnx")
    with pytest.raises(ModelError, match="Check the connection"):
        fetch(card, tmp_path)


def test_cancel_keeps_what_has_arrived(shop: Shop, tmp_path: Path) -> None:
    context = JobContext()
    context._report = lambda progress: context.cancel()
    with pytest.raises(JobCancelled):
        fetch(card_for(shop), tmp_path, context)
    have = (tmp_path / "w.onnx.part").stat().st_size
    assert 0 < have < len(CONTENT)
    assert fetch(card_for(shop), tmp_path) == CONTENT
    assert shop.ranges[-1] == f"bytes={have}-"


def test_a_full_disk_is_told(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("models.download._Download._receive", no_space)
    with pytest.raises(ModelError, match=r"No space left.*Free some space"):
        fetch(card_for(shop), tmp_path)


def test_plain_http_to_another_machine_is_refused(shop: Shop) -> None:
    with pytest.raises(ModelError, match="not https"):
        plan_download(card_for(shop, url="http://example.org/w.onnx"))


def test_get_puts_a_model_in_place(shop: Shop, tmp_path: Path) -> None:
    torch.manual_seed(0)
    content = save(SqueezeNet().state_dict())
    hub, name = hub_with_card(shop, tmp_path, content)
    line = hub.get(name, JobContext())
    assert line.available
    assert line.source == "user"
    weights = hub.weights(name)
    assert weights is not None
    assert weights.path.read_bytes() == content
    assert not list((tmp_path / "models" / ".downloads" / name).iterdir())


def test_get_refuses_weights_of_another_network(shop: Shop, tmp_path: Path) -> None:
    content = save({"layer.weight": torch.zeros(3)})
    hub, name = hub_with_card(shop, tmp_path, content, by_hash=False)
    with pytest.raises(ModelError, match="is not “squeezenet1_0”"):
        hub.get(name, JobContext())
    assert hub.weights(name) is None


@pytest.mark.parametrize("name", ["layout", "conse", "transnetv2", "nonsense"])
def test_what_is_no_download_says_how_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match=r"extra|part of Kinora|Get what it needs|Choose one of"):
        ModelHub(tmp_path).plan(name)


def hub_with_card(
    shop: Shop, tmp_path: Path, content: bytes, *, by_hash: bool = True
) -> tuple[ModelHub, str]:
    """A hub whose only card downloads SqueezeNet from the shop."""
    shop.files["/s.safetensors"] = content
    digest = hashlib.sha256(content).hexdigest()
    check = f'sha256 = "{digest}"' if by_hash else f'sha256_start = "{digest[:8]}"'
    text = (CARDS_FOLDER / "squeezenet1_0.toml").read_text("utf-8").partition("[[files]]")[0]
    text += (
        f'[[files]]\nname = "s.safetensors"\nurl = "{shop.url}/s.safetensors"\n'
        f"bytes = {len(content)}\n{check}\n"
    )
    cards = tmp_path / "cards"
    cards.mkdir()
    (cards / "s.toml").write_text(text, "utf-8")
    return ModelHub(tmp_path / "models", cards=cards), "squeezenet1_0"
