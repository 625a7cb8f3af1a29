"""Runs a notebook once from top to bottom, as its student would, and says what went wrong.

What follows from it is left to `submit`. It runs with the rights of whoever asks, and so is for a student's own notebook:
nobody else's is run but in the box.
"""

import json
from dataclasses import dataclass
from tempfile import TemporaryDirectory


@dataclass(frozen=True)
class Stumble:
    """A cell at which a run stumbled: its name or number, and what happened; `fatal` where nothing after it was run."""

    cell: str
    what: str
    fatal: bool = False


def rehearse(notebook, seconds):
    """Run a notebook in a kernel of its own and in an empty folder.

    Parameters
    ----------
    notebook : bytes
        The file; it is not changed.
    seconds : int
        How long one cell may take.

    Returns
    -------
    list of Stumble
        In the order of the cells; empty where all ran.
    """
    import nbformat
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    tree = nbformat.from_dict(_tolerant(json.loads(notebook.decode("utf-8-sig"))))
    reached = []
    with TemporaryDirectory() as folder, TemporaryDirectory() as sockets:  # and no port for others on this machine
        client = NotebookClient(
            tree, AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/kernel"),
            timeout=seconds, allow_errors=True, shutdown_kernel="immediate", resources={"metadata": {"path": folder}},
            on_cell_execute=lambda cell, cell_index: reached.append(cell_index),
        )  # fmt: skip
        try:
            client.execute(cleanup_kc=True)  # which it leaves undone for a manager that it did not make
        except CellTimeoutError:
            end = f"did not come to an end within {seconds} seconds; what stands below it was not run"
        except DeadKernelError:
            end = "ended Python itself; what stands below it was not run"
        except RuntimeError as error:
            return [Stumble("the kernel", f"it did not start here ({error}); try again, or see `autograder doctor`", fatal=True)]
        else:
            end = ""
    stumbles = [_stumble(cell, index) for index, cell in enumerate(tree.cells) if cell.cell_type == "code"]
    fatal = [Stumble(_name(tree.cells[reached[-1]], reached[-1]), end, fatal=True)] if end else []
    return [each for each in stumbles if each] + fatal


def _tolerant(tree):
    """A notebook in which each cell has what a run needs."""
    for cell in tree["cells"]:
        cell.setdefault("metadata", {})
        cell["source"] = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return tree


def _stumble(cell, index):
    error = next((output for output in cell.outputs if output.output_type == "error"), None)
    if error is None:
        return None
    said = (error.evalue.strip().splitlines() or [""])[0]
    return Stumble(_name(cell, index), f"{error.ename}: {said}" if said else error.ename)


def _name(cell, index):
    return cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell {index + 1}"
