"""The plan of the house: imports run one way, and importing the package costs nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1] / "autograder"
# What each room may import; `course`, `files` and `settings` are the ground that all stand on.
ALLOWED = {
    "course": set(),
    "files": set(),
    "settings": set(),
    "box": set(),
    "reference": set(),
    "checks": {"reference", "box"},
    "release": {"checks", "reference"},
    "lab": {"reference"},
    "judge": {"box", "checks", "reference"},
    "classroom": {"judge", "box"},
    "reports": {"classroom", "judge"},
    "hub": {"classroom", "release"},
    "cli": {"box", "checks", "release", "judge", "classroom", "reports", "hub", "lab"},
}
GROUND = {"course", "files", "settings"}


def imports_of(path):
    """The rooms that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "autograder" and len(parts) > 1:
                yield parts[1]


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("*.py")), ids=lambda path: str(path.relative_to(HOUSE)))
def test_rooms_import_one_way(path):
    """A module imports only from the rooms below its own."""
    room = path.relative_to(HOUSE).parts[0].removesuffix(".py")
    if room in ("__init__", "__main__"):
        allowed = {"cli"} if room == "__main__" else set()
    else:
        allowed = ALLOWED[room] | {room} | (GROUND if room not in ("box", "reference", "checks") else set())
    names = {name for name in imports_of(path) if (HOUSE / name).is_dir() or (HOUSE / f"{name}.py").is_file()}
    assert names <= allowed, f"{path} imports {sorted(names - allowed)}"


@pytest.mark.parametrize(("module", "heavy"), [("autograder", "numpy nbgrader torch"), ("autograder.checks", "nbgrader torch")])
def test_importing_loads_nothing_heavy(module, heavy):
    """The package alone loads no library at all; the checks load NumPy and no more."""
    code = f"import sys, {module}; print([name for name in {heavy.split()!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("*.py")), ids=lambda path: str(path.relative_to(HOUSE)))
def test_each_module_says_what_it_does_and_what_it_leaves(path):
    """A module's docstring has at least two sentences (an empty package and the entry point excepted)."""
    text = ast.get_docstring(ast.parse(path.read_text())) or ""
    assert text.count(".") >= 2 or path.name == "__main__.py", f"{path} has a docstring of {text.count('.')} sentences"
