"""Writes the table of attacks in ``docs/judge.md``: ``python tests/attacks/table.py`` puts the present one there."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "judge.md"
BEGIN, END = "<!-- attacks -->\n", "<!-- end of attacks -->\n"


def table():
    """The table, in Markdown."""
    from kinds import KINDS, attacks

    rows = ["| Attack | How | Stock nbgrader 0.9.6 | Here |", "| --- | --- | --- | --- |"]
    before = None
    for kind, attack in attacks():
        if kind != before:
            rows.append(f"| **{KINDS[kind]}** | | | |")
        before = kind
        cells = (attack.name, attack.mechanism, attack.stock, attack.here)
        rows.append("| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def renewed(text):
    """The page with the present table in it."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parent / "judge"), str(HERE.parent.parent)]
    PAGE.write_text(renewed(PAGE.read_text()))
