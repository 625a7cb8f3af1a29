"""Writes the first code cell of every notebook: it installs the course's checks where they are missing, as in Colab.

It is no part of what is judged: nbgrader is not told of it. What it installs is left to `student_package`.
"""

from urllib.parse import urlsplit

import nbformat
import yaml

from autograder.release.student_package import WHEEL

ID = "install_checks"
# Below the website's address: where the book puts what students take home.
FOLDER = "student"

_FROM_THE_SITE = '''\
# Where the course's checks are missing, as in Colab, this cell installs them. Where they are there, it does nothing.
try:
    import autograder.checks
except ModuleNotFoundError:
    import importlib, subprocess, sys
    package = "{package}"
    done = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", package], capture_output=True, text=True)
    if done.returncode:
        raise ModuleNotFoundError(f"The checks could not be installed from {{package}}: {{done.stderr}}") from None
    importlib.invalidate_caches()'''

_BY_HAND = '''\
# The course's checks must be installed; where they are, this cell does nothing.
try:
    import autograder.checks
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "The course's checks are not installed here. The zip of all exercises has them. In its folder: pip install {wheel}"
    ) from None'''


def site_address(home):
    """Where the website lies, with a slash at its end; empty as long as nobody has said so.

    Parameters
    ----------
    home : pathlib.Path
        The course's folder. Its ``_config.yml`` says it, as ``html: baseurl``.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> home = Path(tempfile.mkdtemp())
    >>> site_address(home)
    ''
    >>> _ = (home / "_config.yml").write_text("html: {baseurl: https://example.org/cnn}")
    >>> site_address(home)
    'https://example.org/cnn/'
    """
    path = home / "_config.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
    settings = settings or {}
    address = str((settings.get("html") or {}).get("baseurl") or "").rstrip("/")
    known = urlsplit(address).scheme in ("http", "https") and urlsplit(address).netloc
    return f"{address}/" if known else ""


def with_first_cell(cells, home):
    """The same cells, with the first cell put before the first that is code; text alone is left as it is."""
    for place, cell in enumerate(cells):
        if cell.cell_type == "code":
            return [*cells[:place], first_cell(home), *cells[place:]]
    return cells


def first_cell(home):
    """The cell, for a course in the folder `home`."""
    site = site_address(home)
    source = _FROM_THE_SITE.format(package=f"{site}{FOLDER}/{WHEEL}") if site else _BY_HAND.format(wheel=WHEEL)
    return nbformat.v4.new_code_cell(source, id=ID)
