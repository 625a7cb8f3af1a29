"""Files that are written whole or not at all: what a person reads when there is no room."""

import subprocess
import sys

import pytest

FULL = """
import resource, sys
from autograder.files import write_atomically
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomically(sys.argv[1], "x" * 5000)
except OSError as error:
    print(error.filename)
"""


def test_without_room_the_old_file_stays_and_the_error_names_it(tmp_path):
    """Writing beyond what fits leaves the old content and no part behind, and tells which file was meant."""
    path = tmp_path / "record.json"
    path.write_text("old")
    told = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True).stdout
    assert told.strip() == str(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_to_is_told_by_the_files_own_name(tmp_path):
    """The error speaks of the file that was asked for, not of the part that is renamed at the end."""
    from autograder.files import write_atomically

    folder = tmp_path / "record.json"
    folder.mkdir()
    with pytest.raises(OSError, match="record") as caught:
        write_atomically(folder, "text")
    assert caught.value.filename == str(folder)
