"""Pages in a real browser: usable by everybody, on a phone, in light and in dark, and asking nobody for anything."""

from pathlib import Path

import pytest

from autograder.classroom.roster import Student
from autograder.reports.pages import feedback_page, grades_page, report_page
from autograder.reports.report import report_of
from autograder.reports.similar import Code, compare, similar_page

AXE = Path(__file__).resolve().parents[2] / "book" / "_ext" / "node_modules" / "axe-core" / "axe.min.js"


def similar(grade):
    """The page of two students with one answer."""
    code = "\n".join(f"answer{number} = [x[i] * {number} for i in range(len(x)) if x[i] > 0]" for number in range(9))
    comparison = compare([Code(Student(name), (("relu", code),)) for name in ("ada", "eve")], [])
    assert len(comparison.pairs) == 1
    return similar_page("layers", comparison, 0.5)


PAGES = {
    "feedback": feedback_page,
    "grades": lambda grade: grades_page({"convolution": [grade]}, {}),
    "report": lambda grade: report_page(report_of("convolution", [grade])),
    "similar": similar,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_pages_for_everybody(chromium, grade, record, tmp_path, kind, scheme):
    """No accessibility fault that axe-core knows, nothing wider than a phone, no request, no complaint on the console."""
    record["questions"][1]["answer"] = "# Why\n\n> **Since** it is `symmetric`:\n\n| 1 | 0 |\n|--|--|\n| 0 | 1 |\n\n1. <b>no</b>"
    record["repairs"].append("The cell `blur_kernel` was there twice; the first counts.")
    path = tmp_path / "page.html"
    path.write_text(PAGES[kind](grade))
    page = chromium.new_page(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    asked, told = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(result => result.violations.map(fault => [fault.id, fault.nodes[0].html]))")
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert asked == [path.as_uri()]
    assert told == []
    page.close()
