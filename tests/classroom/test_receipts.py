"""A signed receipt is genuine or not; only who has the key can make one, and nobody can change one."""

import hashlib
import json
import stat
from pathlib import Path

import pytest
from archives import notebook
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from autograder.classroom.receipts import Forged, _signature, verify
from autograder.cli import main

KEY = b"k" * 64


@pytest.fixture
def run(course, tmp_path, monkeypatch):
    """A function that runs the command in a course, with a place for a key."""
    monkeypatch.setenv("AUTOGRADER_KEY", str(tmp_path / "keys" / "receipts.key"))

    def invoke(*arguments):
        return CliRunner().invoke(main, ["-C", str(course.home), *map(str, arguments)], catch_exceptions=False)

    return invoke


@pytest.fixture
def signed(run, course, hand_in):
    """The path of a receipt that `collect` signed for Ada's notebook."""
    assert run("verify-receipt", "--new-key").exit_code == 0
    folder = hand_in("ada.yildiz/convolution.ipynb", notebook(1), changed=86400)
    assert "1 receipts signed" in run("collect", "convolution", "--from", folder).stdout
    (path,) = course.root.glob("receipts/ada.yildiz/convolution-*.json")
    return path


def test_genuine(run, signed, tmp_path):
    """It says whose, which content, when it came and when it was signed, and whether a file is that content."""
    mine = tmp_path / "mine.ipynb"
    mine.write_bytes(notebook(1))
    done = run("verify-receipt", signed, "--notebook", mine)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"genuine {signed}")
    digest = hashlib.sha256(notebook(1)).hexdigest()
    for words in ("di504", "ada.yildiz", "convolution", f"sha256 {digest}, which is {mine}", " January 1970", "ada.yildiz/conv"):
        assert words in done.stdout
    mine.write_bytes(notebook(2))
    done = run("verify-receipt", signed, "--notebook", mine)
    assert done.exit_code == 1
    assert f"{mine}: not the content of" in done.stderr


def test_a_digest_finds_the_receipt(run, signed):
    """What `submit` printed at home leads to the signed receipt, if the content was collected; else that is said."""
    digest = hashlib.sha256(notebook(1)).hexdigest()
    for text in (digest, digest[:16], f"sha256:{digest.upper()}"):
        assert run("verify-receipt", text).stdout.startswith("genuine")
    for text, words in ((hashlib.sha256(b"").hexdigest(), "may not have been collected"), ("3f2a", "neither a file nor")):
        done = run("verify-receipt", text)
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
        assert words in done.stderr


@pytest.mark.parametrize("field", ["student", "topic", "sha256", "submitted_at", "taken_at", "signed_at", "file", "course"])
def test_nothing_in_it_can_be_changed(run, signed, field):
    """Whatever field is changed, it is genuine no more."""
    fields = json.loads(signed.read_text())
    fields[field] = "2026-11-20T20:00:00+00:00"
    signed.write_text(json.dumps(fields))
    done = run("verify-receipt", signed)
    assert done.exit_code == 1
    assert "not genuine: it was changed after it was signed" in done.stderr


@given(st.one_of(st.text(), st.recursive(st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner)).map(json.dumps)))
def test_anything_else_is_not_genuine(text):
    """No text is taken for a receipt, and none ends in another error."""
    with pytest.raises(Forged):
        verify(text, KEY)


def test_the_signature_is_hmac_sha256():
    """The signature is what RFC 4231's second case says: any program can verify a receipt with the key."""
    assert _signature("what do ya want for nothing?", b"Jefe") != ""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    import hmac

    assert hmac.digest(b"Jefe", b"what do ya want for nothing?", "sha256").hex() == expected


def test_another_key(run, signed, monkeypatch, tmp_path):
    """With another key no receipt is genuine, and the line says that the key is the reason."""
    monkeypatch.setenv("AUTOGRADER_KEY", str(tmp_path / "other.key"))
    done = run("verify-receipt", signed)
    assert "there is no key; make one with" in done.stderr
    run("verify-receipt", "--new-key")
    done = run("verify-receipt", signed)
    assert done.exit_code == 1
    assert "signed with another key" in done.stderr


def test_the_key_is_kept_safe(run, course, monkeypatch, tmp_path):
    """It is made for its owner's eyes, never twice, never inside of the course, and not used where others can read it."""
    path = tmp_path / "keys" / "receipts.key"
    run("verify-receipt", "--new-key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    assert "there is a key already" in run("verify-receipt", "--new-key").stderr
    assert path.read_bytes() == before
    path.chmod(0o644)
    assert "others can read this key" in run("receipts").stderr
    path.chmod(0o600)
    path.write_text("short")
    assert "too short" in run("receipts").stderr
    monkeypatch.setenv("AUTOGRADER_KEY", str(course.home / "key"))
    assert "inside of the course's folder" in run("verify-receipt", "--new-key").stderr
    assert not (course.home / "key").exists()


def test_what_nbgrader_collected_gets_one_too(run, course):
    """`receipts` signs for what lies in its place, however it came there, and once."""
    run("verify-receipt", "--new-key")
    path = course.submitted("can.isik", "pooling")
    path.parent.mkdir(parents=True)
    path.write_bytes(notebook(3))
    course.timestamp("can.isik", "pooling").write_text("2026-11-20 12:00:00 UTC")
    assert run("receipts").stdout.startswith("1 receipts signed")
    assert run("receipts").stdout.startswith("0 receipts signed")
    (receipt,) = course.root.glob("receipts/can.isik/*.json")
    done = run("verify-receipt", receipt)
    assert "20 November 2026" in done.stdout
    assert "came as    not told" in done.stdout


def test_without_a_key_collecting_goes_on(run, course, hand_in):
    """Who has no key collects as before, and no receipt is there."""
    assert run("collect", "convolution", "--from", hand_in("ada.yildiz/convolution.ipynb")).exit_code == 0
    assert not Path(course.root / "receipts").exists()
