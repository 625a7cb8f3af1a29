"""An archive is opened safely: a bad file in it is named and costs no other, and nothing is written outside."""

import struct
import zipfile

import pytest
from archives import inner, link, notebook, with_bytes, zipped

from autograder.classroom import archive
from autograder.classroom.archive import unpack
from autograder.course import CourseError


@pytest.fixture
def into(tmp_path):
    """An empty folder to unpack into, in one whose other content is watched."""
    folder = tmp_path / "outer" / "folder"
    folder.mkdir(parents=True)
    yield folder
    assert list((tmp_path / "outer").iterdir()) == [folder]


@pytest.fixture
def path(tmp_path):
    """Where an archive may lie."""
    return tmp_path / "submissions.zip"


def kinds(unopened):
    """Refused files as {name: kind}."""
    return {file.name: file.kind for file in unopened}


def test_files_and_folders_come_out(path, into):
    """Names in Turkish and from right to left, folders and the time of each file come out as they are."""
    names = ["Işık Şahin_1_assignsubmission_file_/convolution.ipynb", "אדה לאבלייס_2_assignsubmission_file_/a.ipynb"]
    assert unpack(zipped(path, [(name, notebook()) for name in names]), into) == []
    assert sorted(str(file.relative_to(into)) for file in into.rglob("*.ipynb")) == sorted(names)
    assert {file.read_bytes() for file in into.rglob("*.ipynb")} == {notebook()}


@pytest.mark.parametrize(
    "name", ["../evil.ipynb", "/etc/evil", "a/../../evil", "..\\evil.ipynb", "C:evil", "a/" + "x" * 201, "x/" * 1500 + "y"]
)
def test_no_path_leads_outside(path, into, name):
    """A path upwards, from the root, of Windows or too long is refused; what is beside it comes out."""
    (refused,) = unpack(zipped(path, [(name, b"evil"), ("good.ipynb", notebook())]), into)
    assert refused.kind == "bad path"
    assert [file.name for file in into.iterdir()] == ["good.ipynb"]


def test_links_are_refused(path, into):
    """A link in an archive is named and never made."""
    link(zipped(path, [("good.ipynb", notebook())]), "evil.ipynb", "/etc/passwd")
    assert kinds(unpack(path, into)) == {"evil.ipynb": "not a file"}
    assert [file.name for file in into.iterdir()] == ["good.ipynb"]


def test_a_name_twice(path, into):
    """Of two files of one name the first comes out and the second is named; nothing is overwritten."""
    refused = unpack(zipped(path, [("a.ipynb", b"one"), ("a.ipynb", b"two"), ("a.ipynb/b", b"three")]), into)
    assert [(file.name, file.kind) for file in refused] == [("a.ipynb", "twice in the archive"), ("a.ipynb/b", "no place")]
    assert (into / "a.ipynb").read_bytes() == b"one"


def test_a_bomb_does_not_go_off(path, into, monkeypatch):
    """A file that grows beyond measure is refused while it grows, whatever size the archive tells."""
    zipped(path, [("bomb.ipynb", b"\0" * 30_000_000), ("good.ipynb", notebook())])
    (refused,) = unpack(path, into)
    assert (refused.name, refused.kind) == ("bomb.ipynb", "too large")
    assert [file.name for file in into.iterdir()] == ["good.ipynb"]

    def lie(content):
        """Tell 10 bytes instead of 30 million, in both of the archive's lists."""
        return content.replace(struct.pack("<L", 30_000_000), struct.pack("<L", 10))

    (into / "good.ipynb").unlink()
    assert "bomb.ipynb" in kinds(unpack(with_bytes(path, lie), into))
    assert (into / "good.ipynb").is_file()


def test_limits_of_size_and_count(path, into, monkeypatch):
    """More than is taken of one file is refused by name; more than a class hands in is one line, before anything is written."""
    monkeypatch.setattr(archive, "LARGEST", 100)
    assert kinds(unpack(zipped(path, [("big", b"x" * 101)], packed=zipfile.ZIP_STORED), into)) == {"big": "too large"}
    monkeypatch.setattr(archive, "MOST_BYTES", 150)
    with pytest.raises(CourseError, match=r"submissions\.zip: 160 bytes when unpacked; at most 150"):
        unpack(zipped(path, [("a", b"x" * 80), ("b", b"x" * 80)]), into)
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    with pytest.raises(CourseError, match="3 files; at most 2"):
        unpack(zipped(path, [(name, b"") for name in "abc"]), into)
    assert not list(into.iterdir())


def test_a_wrong_checksum_and_a_cipher(path, into):
    """A file whose content does not fit its checksum, or that is encrypted, is named; what is beside it comes out."""
    zipped(path, [("bad.ipynb", b"MARK" + notebook(1)), ("good.ipynb", notebook(2))], packed=zipfile.ZIP_STORED)
    assert kinds(unpack(with_bytes(path, lambda content: content.replace(b"MARK", b"mark", 1)), into)) == {"bad.ipynb": "damaged"}
    assert [file.name for file in into.iterdir()] == ["good.ipynb"]
    (into / "good.ipynb").unlink()
    zipped(path, [("secret.ipynb", notebook(1)), ("good.ipynb", notebook(2))], packed=zipfile.ZIP_STORED)

    def lock(content):
        """Set the flag of encryption of the first file, in both of the archive's lists."""
        changed = bytearray(content)
        changed[6] |= 1
        changed[content.index(b"PK\x01\x02") + 8] |= 1
        return bytes(changed)

    assert kinds(unpack(with_bytes(path, lock), into)) == {"secret.ipynb": "encrypted"}
    assert (into / "good.ipynb").is_file()


def test_archives_inside_are_files(path, into):
    """An archive in an archive comes out as one file, unopened."""
    assert unpack(zipped(path, [("ada.zip", inner([("../evil", b"evil")]))]), into) == []
    assert [file.name for file in into.iterdir()] == ["ada.zip"]


def test_zip64(path, into):
    """The form for large archives is read too."""
    with zipfile.ZipFile(path, "w") as opened, opened.open("good.ipynb", "w", force_zip64=True) as file:
        file.write(notebook())
    assert unpack(path, into) == []
    assert (into / "good.ipynb").read_bytes() == notebook()


def test_letters_without_a_name_for_their_code(path, into):
    """A program that writes UTF-8 without saying so is understood."""
    zipped(path, [("ışık.ipynb", notebook())])

    def unsay(content):
        """Take away the flag that says UTF-8."""
        changed = bytearray(content)
        changed[7] &= ~8
        changed[content.index(b"PK\x01\x02") + 9] &= ~8
        return bytes(changed)

    assert unpack(with_bytes(path, unsay), into) == []
    assert [file.name for file in into.iterdir()] == ["ışık.ipynb"]


@pytest.mark.parametrize("keep", [0, 1, 30, 200, -1, -30])
def test_what_breaks_off_is_one_line(path, into, keep):
    """An archive that is empty, breaks off, or is none is an error that names it and the way out."""
    zipped(path, [(f"{number}.ipynb", notebook(number)) for number in range(3)])
    with_bytes(path, lambda content: content[:keep])
    with pytest.raises(CourseError, match=r"submissions\.zip: .*download it again"):
        unpack(path, into)
