"""The workflow that publishes does what the Makefile offers, with no more rights than it needs."""

import re
from pathlib import Path

import yaml

HOME = Path(__file__).resolve().parents[1]
TEXT = (HOME / ".github" / "workflows" / "publish.yml").read_text()
WORKFLOW = yaml.safe_load(TEXT)


def test_each_make_target_is_there():
    """What it calls is in the Makefile: setting up, all tests, and the check of what is published."""
    called = re.findall(r"run: make ([a-z-]+)", TEXT)
    assert set(called) == {"setup", "test", "publish-check", "pyodide"}
    makefile = (HOME / "Makefile").read_text()
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in called)


def test_only_the_deploying_job_may_write():
    """Everything else reads; what deploys runs nothing of the repository, and never for a pull request."""
    jobs = WORKFLOW["jobs"]
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "permissions" not in jobs["build"]
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert not any("run" in step for step in jobs["deploy"]["steps"])
    assert "pull_request" in jobs["deploy"]["if"]


def test_actions_are_pinned_to_a_major_version():
    """And come from the forge's own account alone."""
    used = [step["uses"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", each) for each in used)
