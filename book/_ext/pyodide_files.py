"""Puts Python for the browser (Pyodide) into a site: its core, and the packages that the pages use, each checked by its SHA-256.

What the pages do with it is left to `python_in_page`. Core and list of hashes come with the npm package `pyodide`, whose version
`package-lock.json` fixes; the packages come out of the official release of the same version, or from wherever one has them.
"""

import argparse
import hashlib
import json
import re
import shutil
import sys
import tarfile
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

import yaml

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1]
NPM = HERE / "node_modules" / "pyodide"
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
RELEASE = "https://github.com/pyodide/pyodide/releases/download/{version}/pyodide-{version}.tar.bz2"
ARCHIVES = (".tar", ".tar.bz2", ".tar.gz")


class NoPython(Exception):
    """Python cannot be put into the site; the message is one line with the way out."""


def read_lock(folder=NPM):
    """Pyodide's own list of its packages: versions, files, hashes, and what each needs."""
    path = Path(folder) / LOCK
    if not path.is_file():
        raise NoPython(f"{path} does not exist. Python in the pages needs it: npm ci --prefix book/_ext")
    return json.loads(path.read_text(encoding="utf-8"))


def with_what_they_need(lock, names):
    """Packages by name, and all that they need, in the order of their names.

    Parameters
    ----------
    lock : dict
        What `read_lock` gives.
    names : iterable of str
        For example ``["numpy", "matplotlib"]``.

    Returns
    -------
    dict
        Name -> entry of the lock.

    Raises
    ------
    NoPython
        If the distribution has no such package.
    """
    known = {_plain(name): name for name in lock["packages"]}
    found, waiting = {}, list(names)
    while waiting:
        wanted = waiting.pop()
        name = known.get(_plain(wanted))
        if name is None:
            version = lock["info"]["version"]
            raise NoPython(f"_config.yml, python_packages: Pyodide {version} has no package {wanted!r}; leave it out")
        if name not in found:
            found[name] = lock["packages"][name]
            waiting += found[name]["depends"]
    return dict(sorted(found.items()))


def _plain(name):
    """A package's name as it is compared: ``lazy_loader`` is ``lazy-loader``."""
    return re.sub(r"[-_.]+", "-", name).lower()


def modules(packages):
    """The top names that can be imported from packages, such as ``skimage`` from ``scikit-image``."""
    return {name.partition(".")[0] for package in packages.values() for name in package["imports"]}


def fill(target, source, names, say=lambda line: None):
    """Put the core, the packages and a lock file of just these into a folder; files that are right already stay.

    Parameters
    ----------
    target : pathlib.Path
        The folder, such as ``_build/html/_static/pyodide``.
    source : str
        Where the packages are: a folder, the address of one, or a tar archive (path or address).
    names : iterable of str
        Which packages; what they need comes along.
    say : callable
        Hears one line for each step.

    Raises
    ------
    NoPython
        If a file is missing at the source, or is not the one that the lock file names. Nothing of it is then kept.
    """
    lock = read_lock()
    packages = with_what_they_need(lock, names)
    target.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        shutil.copyfile(NPM / name, target / name)
    hashes = {package["file_name"]: package["sha256"] for package in packages.values()}
    missing = {name for name in hashes if not _is(target / name, hashes[name])}
    say(f"Pyodide {lock['info']['version']}: {len(hashes) - len(missing)} of {len(hashes)} packages are there")
    if missing:
        for name, content in _files(source, missing):
            _keep(target / name, content, hashes[name], source)
            missing.discard(name)
            say(f"  {name}: {(target / name).stat().st_size / 1e6:.1f} MB, SHA-256 as in the lock file")
    if missing:
        raise NoPython(f"{source}: lacks {', '.join(sorted(missing))}; name another place with --from")
    # Last: a site whose lock file is there is a site where Python works.
    (target / LOCK).write_text(json.dumps({**lock, "packages": packages}), encoding="utf-8")


def _is(path, sha256):
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _keep(path, content, sha256, source):
    """Write a file, and give it its name only when it is the right one."""
    part = path.with_name(path.name + ".part")
    with open(part, "wb") as file:
        shutil.copyfileobj(content, file)
    if not _is(part, sha256):
        part.unlink()
        raise NoPython(f"{source}: {path.name} is not the file whose SHA-256 {LOCK} names ({sha256[:12]}...)")
    part.replace(path)


def _files(source, names):
    """Give (name, open file) for each of these that is found at the source."""
    wanted = set(names)
    if source.endswith(ARCHIVES):
        # As a stream: no more of the archive is read than it takes to meet them all.
        with _opened(source) as stream, tarfile.open(fileobj=stream, mode="r|*") as archive:
            for member in archive:
                name = Path(member.name).name
                if member.isfile() and name in wanted:
                    wanted.discard(name)
                    yield name, archive.extractfile(member)
                if not wanted:
                    return
        return
    folder = source if source.endswith("/") else source + "/"
    for name in sorted(wanted):
        place = urljoin(folder, name) if "://" in folder else str(Path(folder) / name)
        if "://" in folder or Path(place).is_file():
            with _opened(place) as content:
                yield name, content


@contextmanager
def _opened(place):
    try:
        with urlopen(place, timeout=60) if "://" in place else open(place, "rb") as content:
            yield content
    except (URLError, OSError, tarfile.TarError) as error:
        raise NoPython(f"{place}: {getattr(error, 'reason', None) or error}; name another place with --from") from error


def configured_packages(config=HOME / "_config.yml"):
    """The packages that the book's configuration names."""
    return yaml.safe_load(config.read_text(encoding="utf-8"))["sphinx"]["config"]["python_packages"]


def main(arguments=None):
    """Run the command `make pyodide`."""
    example = "Example: make pyodide FROM=pyodide-0.27.7.tar.bz2"
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0], epilog=example)
    parser.add_argument("target", type=Path, help="the folder to fill, such as _build/html/_static/pyodide")
    parser.add_argument("--from", dest="source", metavar="PLACE", help="folder or tar archive, or the address of one")
    asked = parser.parse_args(arguments)
    try:
        source = asked.source or RELEASE.format(version=read_lock()["info"]["version"])
        fill(asked.target, source, configured_packages(), say=print)
    except NoPython as problem:
        sys.exit(str(problem))
    print(f"Python is in {asked.target}")


if __name__ == "__main__":
    main()
