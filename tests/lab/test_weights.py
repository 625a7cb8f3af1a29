"""The published weights: fetched from a real server on this machine that serves, cuts off, and lies in each way known."""

import hashlib
import http.server
import re
import shutil
import socket
import threading

import pytest
import torch
from click.testing import CliRunner

from autograder.cli import main
from autograder.course import CourseError
from autograder.lab import models, weights
from autograder.lab.networks import PUBLISHED_NAMES, variant_network

CONTENT = bytes(range(256)) * 20_000  # 5 MB: more than one piece
# torchvision's AlexNet_Weights.IMAGENET1K_V1, as torchvision lays it out.
LAYOUT = {
    "features.0": (64, 3, 11, 11), "features.3": (192, 64, 5, 5), "features.6": (384, 192, 3, 3), "features.8": (256, 384, 3, 3),
    "features.10": (256, 256, 3, 3), "classifier.1": (4096, 9216), "classifier.4": (4096, 4096), "classifier.6": (1000, 4096),
}  # fmt: skip


class _Server(http.server.BaseHTTPRequestHandler):
    """Answers with what the test put on the server: a list of ways, one for each request; the last one stays."""

    def do_GET(self):
        """Serve in the way that is next."""
        self.server.asked.append(self.headers.get("Range"))
        way = self.server.ways.pop(0) if len(self.server.ways) > 1 else self.server.ways[0]
        getattr(self, way)()

    def _send(self, body, status=200, length=None, kind="application/octet-stream", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _asked_from(self):
        return int(re.match(r"bytes=(\d+)-$", self.headers.get("Range", "bytes=0-"))[1])

    def honest(self):
        """Serve the whole file, or what was asked for of it."""
        start = self._asked_from()
        if not start:
            return self._send(self.server.content)
        rest = self.server.content[start:]
        return self._send(rest, 206, Content_Range=f"bytes {start}-{len(self.server.content) - 1}/{len(self.server.content)}")

    def whole(self):
        """Know nothing of parts."""
        self._send(self.server.content)

    def cut_off(self):
        """Promise the rest of the file and hang up in the middle of it."""
        start, whole = self._asked_from(), self.server.content
        rest = whole[start:]
        reach = {"Content_Range": f"bytes {start}-{len(whole) - 1}/{len(whole)}"} if start else {}
        self._send(rest[: len(rest) // 2], 206 if start else 200, length=len(rest), **reach)

    def silent(self):
        """Hang up before a word is said."""
        self.close_connection = True

    def changed(self):
        """Serve a file of the right length with one byte changed."""
        self._send(b"\x01" + self.server.content[1:])

    def shorter(self):
        """Serve a file that is shorter, and say so."""
        self._send(self.server.content[:-5])

    def endless(self):
        """Send more than the file has, without a length."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.content + b"more")

    def web_page(self):
        """Ask for a login, as a hotel's network does."""
        self._send(b"<html>Log in</html>", kind="text/html; charset=utf-8")

    def missing(self):
        """Not have the file."""
        self._send(b"no", status=404)

    def elsewhere(self):
        """Send another part than the one that was asked for."""
        self._send(self.server.content[:10], 206, Content_Range=f"bytes 0-9/{len(self.server.content)}")

    def nothing_left(self):
        """Say that the file ends before what was asked for."""
        self._send(b"", status=416)

    def log_message(self, *_):
        """Say nothing."""


class _Quiet(http.server.ThreadingHTTPServer):
    """Tells nobody that a client has hung up: some tests are about that."""

    def handle_error(self, *_):
        """Say nothing."""


@pytest.fixture
def server():
    """A server on this machine; `ways` says how it answers, `asked` what it was asked for."""
    with _Quiet(("127.0.0.1", 0), _Server) as running:
        running.content, running.ways, running.asked = CONTENT, ["honest"], []
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def wanted(server):
    """The file that the server ought to have."""
    address = f"http://127.0.0.1:{server.server_port}/models/weights.pth"
    return weights.Published(address, hashlib.sha256(server.content).hexdigest(), len(server.content))


def whole_pieces(length):
    """How much of so many bytes is kept when the connection breaks behind them."""
    return length // weights.CHUNK * weights.CHUNK


def test_fetches_and_checks(wanted, server, tmp_path):
    """The file lands whole in a folder that was not there, progress ends at its size, and a second call asks nobody."""
    path, steps = tmp_path / "new" / "weights.pth", []
    assert weights.fetch(wanted, path, steps.append) == path
    assert path.read_bytes() == CONTENT
    assert steps == sorted(steps)
    assert steps[-1] == len(CONTENT)
    assert [each.name for each in path.parent.iterdir()] == ["weights.pth"]
    weights.fetch(wanted, path)
    assert server.asked == [None]


def test_goes_on_where_it_was_cut_off(wanted, server, tmp_path):
    """After each cut the rest alone is asked for, and the file is right to the byte."""
    server.ways = ["cut_off", "cut_off", "honest"]
    weights.fetch(wanted, tmp_path / "weights.pth")
    assert (tmp_path / "weights.pth").read_bytes() == CONTENT
    first = whole_pieces(len(CONTENT) // 2)
    second = first + whole_pieces((len(CONTENT) - first) // 2)
    assert server.asked == [None, f"bytes={first}-", f"bytes={second}-"]


def test_a_new_run_goes_on_too(wanted, server, tmp_path):
    """What a run that was given up has fetched is not fetched again."""
    server.ways = ["cut_off", "silent"]
    with pytest.raises(CourseError, match="cannot be reached"):
        weights.fetch(wanted, tmp_path / "weights.pth")
    there = whole_pieces(len(CONTENT) // 2)
    assert (tmp_path / "weights.pth.part").stat().st_size == there
    server.ways, server.asked = ["honest"], []
    weights.fetch(wanted, tmp_path / "weights.pth")
    assert server.asked == [f"bytes={there}-"]
    assert (tmp_path / "weights.pth").read_bytes() == CONTENT


def test_a_server_without_parts(wanted, server, tmp_path):
    """Where the server sends everything again, it is taken from the start, not put behind what is there."""
    (tmp_path / "weights.pth.part").write_bytes(CONTENT[:1000])
    server.ways = ["whole"]
    weights.fetch(wanted, tmp_path / "weights.pth")
    assert (tmp_path / "weights.pth").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("changed", "has the sha256"),
        ("shorter", "5,119,995 bytes, not 5,120,000"),
        ("endless", "sends more than the 5,120,000 bytes"),
        ("web_page", "log in first"),
        ("missing", "answers 404 Not Found"),
        ("cut_off", "of 5,120,000 bytes (the connection broke); run it again"),
        ("silent", "put it at"),
    ],
)
def test_what_a_server_may_do(wanted, server, tmp_path, way, words):
    """Each lie and each failure is one line that names the address; nothing gets the file's name."""
    server.ways = [way]
    with pytest.raises(CourseError, match=re.escape(words)) as failure:
        weights.fetch(wanted, tmp_path / "weights.pth")
    assert str(failure.value).startswith(wanted.address)
    assert "\n" not in str(failure.value)
    assert not (tmp_path / "weights.pth").exists()


@pytest.mark.parametrize(("way", "words"), [("elsewhere", "another part"), ("nothing_left", "is not 5,120,000 bytes long")])
def test_a_rest_that_does_not_fit(wanted, server, tmp_path, way, words):
    """An answer to the wish for the rest that cannot be the rest is refused, and what is there stays."""
    (tmp_path / "weights.pth.part").write_bytes(CONTENT[:1000])
    server.ways = [way]
    with pytest.raises(CourseError, match=words):
        weights.fetch(wanted, tmp_path / "weights.pth")
    assert (tmp_path / "weights.pth.part").read_bytes() == CONTENT[:1000]


def test_no_network(wanted, tmp_path):
    """Where nobody answers, the line says where to put a file that was fetched elsewhere."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(CourseError, match=r"cannot be reached; .* put it at .*weights\.pth"):
        weights.fetch(wanted._replace(address=f"http://127.0.0.1:{port}/weights.pth"), tmp_path / "weights.pth")


def test_a_full_disk(wanted, server, tmp_path, monkeypatch):
    """Too little room is said before anything is asked for; a disk that fills up meanwhile is said too, and the part stays."""
    usage = shutil.disk_usage(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(weights.shutil, "disk_usage", lambda _: usage._replace(free=4_000_000))
        with pytest.raises(CourseError, match=r"5,120,000 bytes are needed and 4,000,000 are free.*free some space"):
            weights.fetch(wanted, tmp_path / "weights.pth")
    assert server.asked == []

    def fill(done):
        if done > 2_000_000:
            raise OSError(28, "No space left on device")

    with pytest.raises(CourseError, match="the disk is full"):
        weights.fetch(wanted, tmp_path / "weights.pth", fill)
    assert 2_000_000 < (tmp_path / "weights.pth.part").stat().st_size < len(CONTENT)
    assert weights.fetch(wanted, tmp_path / "weights.pth").read_bytes() == CONTENT


def test_another_file_in_its_place(wanted, server, tmp_path):
    """A file of that name with other content is neither used nor overwritten."""
    (tmp_path / "weights.pth").write_bytes(b"mine")
    with pytest.raises(CourseError, match="delete this file"):
        weights.fetch(wanted, tmp_path / "weights.pth")
    assert (tmp_path / "weights.pth").read_bytes() == b"mine"
    assert server.asked == []


def test_two_at_once(wanted, server, tmp_path):
    """While one run writes the part, another is refused."""
    with weights._alone(tmp_path / "weights.pth.part"), pytest.raises(CourseError, match="another run"):
        weights.fetch(wanted, tmp_path / "weights.pth")
    assert server.asked == []


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    """A file of torchvision's layout with small random weights, made without torchvision."""
    generator = torch.Generator().manual_seed(1)
    state = {}
    for name, shape in LAYOUT.items():
        state[f"{name}.weight"] = torch.empty(shape).normal_(0, 0.02, generator=generator)
        state[f"{name}.bias"] = torch.zeros(shape[0])
    path = tmp_path_factory.mktemp("made_up") / "alexnet-owt-7be5be79.pth"
    torch.save(state, path)
    return path, state


def test_the_command_and_the_network(made_up, server, tmp_path, monkeypatch):
    """The command fetches the file to where torchvision looks; the network then holds its weights under the lecture's names."""
    path, state = made_up
    server.content = path.read_bytes()
    address = f"http://127.0.0.1:{server.server_port}/{path.name}"
    digest = hashlib.sha256(server.content).hexdigest()
    for module in weights, models:
        monkeypatch.setattr(module, "ALEXNET", weights.Published(address, digest, len(server.content)))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    with pytest.raises(CourseError, match="autograder alexnet-weights"):
        models.published()
    done = CliRunner().invoke(main, ["alexnet-weights"])
    assert done.exit_code == 0, done.output
    assert f"{tmp_path}/hub/checkpoints/{path.name}: checked, 61,100,840 learnables" in done.stdout
    monkeypatch.setenv(models.CHOICE, "published")
    network = models.chosen().network
    for ours, theirs in PUBLISHED_NAMES.items():
        assert torch.equal(network.get_submodule(ours).weight, state[f"{theirs}.weight"])
    x = torch.rand(1, 3, 224, 224, generator=torch.Generator().manual_seed(2))
    assert torch.allclose(network(x), _as_torchvision_computes(state, x), atol=1e-5)
    server.ways = ["missing"]
    (tmp_path / "hub" / "checkpoints" / path.name).unlink()
    refused = CliRunner().invoke(main, ["alexnet-weights"])
    assert refused.exit_code == 1
    assert refused.stderr.splitlines()[-1].startswith(f"autograder: {address}: the server answers 404")


def _as_torchvision_computes(state, x):
    """The scores by torchvision's order of operations, written out."""
    functional = torch.nn.functional

    def conv(name, x, **sizes):
        return functional.relu(functional.conv2d(x, state[f"{name}.weight"], state[f"{name}.bias"], **sizes))

    x = functional.max_pool2d(conv("features.0", x, stride=4, padding=2), 3, 2)
    x = functional.max_pool2d(conv("features.3", x, padding=2), 3, 2)
    for name in ("features.6", "features.8", "features.10"):
        x = conv(name, x, padding=1)
    x = functional.adaptive_avg_pool2d(functional.max_pool2d(x, 3, 2), (6, 6)).flatten(1)
    for name in ("classifier.1", "classifier.4"):
        x = functional.relu(functional.linear(x, state[f"{name}.weight"], state[f"{name}.bias"]))
    return functional.linear(x, state["classifier.6.weight"], state["classifier.6.bias"])


def test_weights_of_another_network_are_refused(made_up):
    """A name too few and a shape too large are named."""
    from autograder.lab.networks import from_published

    _, state = made_up
    with pytest.raises(ValueError, match=r"'classifier\.6\.bias' is missing or unknown"):
        from_published({name: tensor for name, tensor in state.items() if name != "classifier.6.bias"})
    with pytest.raises(ValueError, match=r"'features\.0\.weight' has shape \(96, 3, 11, 11\), not \(64, 3, 11, 11\)"):
        from_published(state | {"features.0.weight": torch.zeros(96, 3, 11, 11)})


def test_no_code_in_a_weights_file_runs(tmp_path, monkeypatch):
    """A file with a program in its pickle is refused by the loader, even where its hash were the right one."""

    class Program:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    path = weights.cache_path()
    path.parent.mkdir(parents=True)
    torch.save({"features.0.weight": Program()}, path)
    content = path.read_bytes()
    fake = weights.Published(f"http://127.0.0.1/{path.name}", hashlib.sha256(content).hexdigest(), len(content))
    for module in weights, models:
        monkeypatch.setattr(module, "ALEXNET", fake)
    with pytest.raises(CourseError, match="not weights"):
        models.published()
    assert not (tmp_path / "ran").exists()


def test_the_published_layout_is_the_tables_network():
    """torchvision's AlexNet as the table builds it has the published shapes, and no others."""
    with torch.device("meta"):
        shapes = {name: tuple(each.shape) for name, each in variant_network("torchvision").state_dict().items()}
    assert shapes == {
        f"{ours}.{part}": LAYOUT[theirs] if part == "weight" else LAYOUT[theirs][:1]
        for ours, theirs in PUBLISHED_NAMES.items()
        for part in ("weight", "bias")
    }


def test_the_hash_is_the_one_in_the_name():
    """torchvision puts the first eight digits of the sha256 into the name."""
    assert weights.ALEXNET.name == f"alexnet-owt-{weights.ALEXNET.sha256[:8]}.pth"
    assert re.fullmatch("[0-9a-f]{64}", weights.ALEXNET.sha256)
