"""A test that hangs costs itself alone, and says so at once; what these tests run is pytest itself, as the Makefile calls it."""

import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
HANGING = """
import subprocess, threading
import pytest

@pytest.fixture
def never_ends():
    yield
    threading.Event().wait()

def test_waits_for_a_program():
    subprocess.run(["sleep", "1000"])

def test_fails_and_then_hangs_in_a_fixture(never_ends):
    assert False, "the reason"

def test_goes_on():
    pass
"""


def test_a_hanging_test_and_a_hanging_fixture_fail_and_the_others_go_on(tmp_path):
    """Both are named with what went wrong when it happens, also where a failure came first; the last test passes."""
    (tmp_path / "test_them.py").write_text(HANGING)
    shutil.copy(HOME / "tests" / "conftest.py", tmp_path)
    words = ["-c", HOME / "pyproject.toml", "--rootdir", tmp_path, "-n", "1", "-q", "-o", "timeout=1", tmp_path]
    done = subprocess.run([sys.executable, "-m", "pytest", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = done.stdout.partition("= ERRORS =")[0].splitlines()
    told = [line.partition("::")[2] for line in lines if line.startswith("FAILED at")]
    assert told == [
        "test_waits_for_a_program: Failed: Timeout (>1.0s) from pytest-timeout.",
        "test_fails_and_then_hangs_in_a_fixture: AssertionError: the reason",
        "test_fails_and_then_hangs_in_a_fixture: Failed: Timeout (>1.0s) from pytest-timeout.",
    ], done.stdout
    assert "2 failed, 1 passed, 1 error" in done.stdout
