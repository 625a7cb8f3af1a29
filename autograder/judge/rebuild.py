"""Takes answers, and nothing else, out of whatever a student handed in.

Running them is left to `trial`.  What came is read as text; not a line of it is executed or even parsed as Python here.  Damage
is repaired where it is clear what was meant, and each repair is reported in a sentence.
"""

import json
import re
from dataclasses import dataclass, field

LARGEST = 32 << 20  # bytes: a notebook without pictures has some ten thousand
_STUB = "raise NotImplementedError"
_SCHEMAS = (1, 2, 3)


@dataclass(frozen=True)
class Answer:
    """What a student wrote in one place.

    Parameters
    ----------
    name : str
        The grade_id of the cell.
    source : str or None
        Its text; None where there is none.
    before : tuple of str
        Free code cells that stand before it: helpers that it may need.
    """

    name: str
    source: str | None
    before: tuple = ()


@dataclass
class Rebuilt:
    """A submission, rebuilt.

    Parameters
    ----------
    answers : dict
        An `Answer` by name, for each answer and written question of the assignment.
    repairs : list of str
        What was found damaged, a sentence each.
    readable : bool
        Whether it was a notebook at all.
    """

    answers: dict
    repairs: list = field(default_factory=list)
    readable: bool = True


class Unreadable(Exception):
    """What was handed in is no notebook; the message is a sentence that says why."""


@dataclass
class _Found:
    """A cell of what was handed in."""

    place: int
    kind: str
    source: str
    grade_id: str
    identity: str
    schema: object


def rebuild(assignment, notebook):
    """The answers in what a student handed in.

    Parameters
    ----------
    assignment : autograder.judge.notebooks.Assignment
        What was asked.
    notebook : bytes
        What was handed in.

    Returns
    -------
    Rebuilt
        Always: where nothing can be read, every answer is missing and a sentence says why.
    """
    wanted = [cell for cell in assignment.cells if cell.role in ("answer", "written")]
    try:
        found, repairs = read_cells(notebook)
    except Unreadable as error:
        return Rebuilt({cell.name: Answer(cell.name, None) for cell in wanted}, [str(error)], readable=False)
    names = {cell.name for cell in assignment.cells}
    written = [cell for cell in found if cell.kind == "code" and cell.source.strip()]
    free = [cell for cell in written if cell.grade_id not in names and cell.identity not in names]
    rebuilt = Rebuilt({}, repairs)
    taken = {}
    for cell in wanted:
        chosen = _choose(cell, found, free, rebuilt.repairs)
        taken[cell.name] = chosen
        before = () if chosen is None else tuple(each.source for each in free if each.place < chosen.place and each is not chosen)
        rebuilt.answers[cell.name] = Answer(cell.name, None if chosen is None else chosen.source, before)
    _report_order(taken, rebuilt.repairs)
    _report_locked(assignment, found, rebuilt.repairs)
    return rebuilt


def read_cells(notebook):
    """The cells of a notebook, however damaged, and what had to be overlooked.

    Raises
    ------
    Unreadable
        If there are none.
    """
    if len(notebook) > LARGEST:
        raise Unreadable(f"The file is {len(notebook) >> 20} MB large; a notebook of at most {LARGEST >> 20} MB was expected.")
    if not notebook.strip():
        raise Unreadable("The file is empty.")
    repairs = []
    try:
        text = notebook.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = "utf-16" if notebook[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        text = notebook.decode(encoding, errors="replace")
        repairs.append("The file is not UTF-8; what could not be read was replaced.")
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        conflict = "<<<<<<<" in text and ">>>>>>>" in text
        why = "The file holds an unresolved merge conflict." if conflict else "The file is not a notebook (no JSON)."
        raise Unreadable(why) from None
    cells = _cells_of(tree)
    if cells is None:
        raise Unreadable("The file is JSON, but not a notebook: it has no list of cells.")
    return [found for place, cell in enumerate(cells) if (found := _read_cell(place, cell))], repairs


def _cells_of(tree):
    if not isinstance(tree, dict):
        return None
    cells = tree.get("cells")
    if cells is None and isinstance(tree.get("worksheets"), list):  # notebooks before 2015
        sheets = [sheet for sheet in tree["worksheets"] if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)]
        cells = [cell for sheet in sheets for cell in sheet["cells"]]
    return cells if isinstance(cells, list) else None


def _read_cell(place, cell):
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        return None
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    known = metadata.get("nbgrader") if isinstance(metadata.get("nbgrader"), dict) else {}
    words = [value if isinstance(value, str) else "" for value in (cell.get("cell_type"), known.get("grade_id"), cell.get("id"))]
    # Half a surrogate pair is no UTF-8.
    source, *words = (text if text.isascii() else text.encode(errors="replace").decode() for text in (source, *words))
    return _Found(place, words[0], source, words[1], words[2], known.get("schema_version") if known else None)


def _choose(wanted, found, free, repairs):
    """The cell that holds an answer, or None."""
    same = [cell for cell in found if cell.grade_id == wanted.name]
    if not same:
        same = [cell for cell in found if cell.identity == wanted.name]
        if same:
            repairs.append(f"The cell `{wanted.name}` had lost its nbgrader metadata; it was found by its cell id.")
    if len(same) > 1:
        written = [cell for cell in same if _STUB not in cell.source and cell.source.strip()]
        chosen = (written or same)[0]
        which = "the first counts" if chosen is same[0] else "the first that holds an answer counts"
        repairs.append(f"The cell `{wanted.name}` was there {_times(len(same))}; {which}.")
    else:
        chosen = same[0] if same else None
    if wanted.role == "answer" and (chosen is None or _is_stub(chosen, wanted)):
        chosen = _defined_elsewhere(wanted, free, chosen, repairs)
    if chosen is None:
        repairs.append(f"The cell `{wanted.name}` is missing.")
        return None
    if chosen.kind != wanted.kind:
        kind = chosen.kind or "nameless"
        repairs.append(f"The cell `{wanted.name}` had become a {kind[:20]} cell; it was read as the {wanted.kind} cell it was.")
    if chosen.grade_id == wanted.name and chosen.schema not in _SCHEMAS:
        repairs.append(f"The cell `{wanted.name}` had an unknown schema version of nbgrader's metadata, which was ignored.")
    return chosen


def _is_stub(cell, wanted):
    return _STUB in cell.source or not re.search(rf"\b{re.escape(wanted.name)}\b", cell.source)


def _defined_elsewhere(wanted, free, stub, repairs):
    """A free cell that defines the function whose own cell is gone or was left as it was; the last one, as in a notebook."""
    pattern = re.compile(rf"^(?:def\s+{re.escape(wanted.name)}\b|{re.escape(wanted.name)}\s*=)", re.MULTILINE)
    others = [cell for cell in free if pattern.search(cell.source) and _STUB not in cell.source]
    if not others:
        return stub
    repairs.append(f"`{wanted.name}` was written in another cell than the one meant for it; that cell was taken.")
    return others[-1]


def _report_order(taken, repairs):
    places = [cell.place for cell in taken.values() if cell is not None]
    if places != sorted(places):
        repairs.append("Cells had been moved; the order of the assignment was kept.")


def _report_locked(assignment, found, repairs):
    texts = {}
    for cell in found:
        texts.setdefault(cell.grade_id, []).append(cell.source.strip())
    locked = [cell for cell in assignment.cells if cell.role in ("test", "given") and cell.name in texts]
    changed = [f"`{cell.name}`" for cell in locked if not {cell.released, cell.source.strip()} & set(texts[cell.name])]
    if len(changed) == 1:
        repairs.append(f"The locked cell {changed[0]} had been changed; the original was used.")
    elif changed:
        repairs.append(f"The locked cells {', '.join(changed[:-1])} and {changed[-1]} had been changed; the originals were used.")


def _times(number):
    return {2: "twice", 3: "three times"}.get(number, f"{number} times")
