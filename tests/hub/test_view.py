"""What people inside the hub see of this machine, tried with the real command."""

import os
import subprocess
from pathlib import Path

import pytest

from autograder.course import CourseError
from autograder.hub import view
from autograder.hub.folder import HubFolder
from autograder.hub.run import _only_one

REPOSITORY = Path(__file__).resolve().parents[2]


def test_covers(tmp_path):
    """Covered are what must be hidden, and the outermost folder around what is needed that others may not enter."""
    private = tmp_path / "private"
    inner = private / "repository" / "package"
    inner.mkdir(parents=True)
    for folder in (tmp_path, *tmp_path.parents[:-1]):
        if folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o001)
    private.chmod(0o700)
    assert view.covers([private / "repository"], [inner]) == [private]
    private.chmod(0o755)
    assert view.covers([private / "repository"], [inner]) == [private / "repository"]


def test_without_subordinate_uids(monkeypatch):
    """Who has no uids to give away is told in one line how to get some."""
    monkeypatch.setattr(view, "_has_subordinate_uids", lambda user: False)
    with pytest.raises(CourseError, match="usermod --add-subuids") as refused:
        view.as_somebody_with_uids([])
    assert "\n" not in str(refused.value)


def test_inside_there_is_the_package_and_no_more(tmp_path):
    """Somebody inside can start Python and read the package, cannot write to it, and finds neither solutions nor tests."""
    folder = HubFolder(tmp_path / "state")
    for path in (folder.scratch, folder.names, folder.root / "homes", folder.exchange):
        path.mkdir(parents=True)
    who = ["setpriv", "--reuid=52001", "--regid=52001", "--clear-groups"]
    program = f"cd {REPOSITORY} && ls -d autograder/cli && ! ls -d solutions tests course/gradebook.db; touch autograder/x"
    command = view.command(folder, [*who, "sh", "-c", program])
    if os.geteuid() != 0:
        wrapped = view.as_somebody_with_uids([])
        command = [*wrapped[: wrapped.index("--") + 1], *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "autograder/cli\n", done.stderr
    assert "cannot access 'solutions'" in done.stderr
    assert "cannot access 'tests'" in done.stderr
    assert "touch" in done.stderr


def test_one_hub_for_each_folder(tmp_path):
    """A second hub with the same folder is refused, with the address of the first; after it has ended, none is."""
    folder = HubFolder(tmp_path)
    with _only_one(folder, "http://127.0.0.1:8000"), pytest.raises(CourseError, match=r"at http://127\.0\.0\.1:8000"):
        _only_one(folder, "http://127.0.0.1:8001").__enter__()
    with _only_one(folder, "http://127.0.0.1:8001"):
        assert folder.lock.read_text() == "http://127.0.0.1:8001"
