"""A whole round on the hub, in a real browser: two students and an instructor, and one student who is up to no good.

It is one test, in steps that follow from each other, so that one process of those that run tests has the one hub.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from autograder.course import Course

LAPLACIAN = "def laplacian_kernel():\n    return np.array([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])\n"
WRITTEN = "They agree when the kernel is symmetric."
COMMENT = "Symmetric in which sense?"
FORGED = "ada.yildiz+convolution+2099-01-01 00:00:00.000000 UTC+forged"
COURSE = Course(Path("di504"))  # in the instructor's home, which only the instructor's server can read
ASSIGNMENT = {"course_id": "di504", "assignment_id": "convolution"}


@pytest.mark.timeout(600)
def test_a_round(hub, log_in):
    """From the instructor's release to the student's feedback, with what students are refused, and the end by Ctrl-C."""
    instructor, ada, can = log_in("instructor", "ada.yildiz", "can.isik")
    the_instructor_generates_and_releases(instructor)
    a_student_fetches_answers_and_validates(ada)
    a_student_hands_in(ada)
    another_student_hands_in_twice(can, hub)
    a_student_is_refused_files(can, instructor, hub)
    a_student_is_refused_pages(can, hub)
    a_student_sees_no_solution(can)
    collecting_refuses_what_is_forged(instructor, hub)
    the_judge_grades_either_way(instructor)
    a_written_answer_is_marked_with_the_rubric_in_sight(instructor)
    feedback_comes_back(instructor, ada)
    nobody_else_was_asked_for_anything(instructor, ada)
    formulas_find_their_fonts(hub)
    no_kernel_listens_on_a_port(hub)
    a_second_hub_says_that_one_runs(hub)
    ctrl_c_ends_everything(hub)


def press(instructor, column):
    """Press a button of the formgrader's table of assignments; gives what nbgrader says that it did."""
    page = instructor.page
    page.goto(instructor.address("formgrader/manage_assignments"))
    page.locator("tbody tr", has_text="convolution").locator(f".{column} a").click()
    box = page.locator(".modal.in")
    expect(box).to_contain_text(re.compile("Success|Error"))
    text = box.inner_text()
    assert "Success" in text, text
    return text


def the_instructor_generates_and_releases(instructor):
    """The formgrader shows the exercise made from its solution, and its two buttons put it where students find it."""
    press(instructor, "assign")
    assert "Released as: di504 convolution" in press(instructor, "release")


def a_student_fetches_answers_and_validates(ada):
    """Fetch from the Assignment List, answer in code and in words, then validate, which tells what is missing."""
    ada.open_list()
    ada.page.get_by_role("button", name="Fetch").click()
    expect(ada.page.locator("#fetched_assignments_list").get_by_role("button", name="Submit")).to_be_visible()
    ada.open_notebook()
    ada.answer("def laplacian_kernel", LAPLACIAN)
    ada.answer_in_words(WRITTEN)
    ada.save()
    ada.open_list()
    ada.page.locator("#fetched_assignments_list").get_by_role("button", name="Validate").click()
    results = ada.page.get_by_role("dialog")
    expect(results).to_contain_text("Validation Results")
    expect(results).to_contain_text("convolve1d is not written yet")
    expect(results).not_to_contain_text("laplacian_kernel is not written yet")
    results.get_by_role("button").last.click()


def a_student_hands_in(ada):
    """The Assignment List lists what was handed in."""
    ada.page.locator("#fetched_assignments_list").get_by_role("button", name="Submit").click()
    expect(ada.page.locator("#submitted_assignments_list .list_item", has_text="convolution").first).to_be_visible()


def another_student_hands_in_twice(can, hub):
    """One hands in under his own name and then, by hand in a terminal and with a later time, under ada's."""
    for action in ("fetch", "submit"):
        assert can.post(f"assignments/{action}", **ASSIGNMENT)["success"]
    inbound = hub.folder / "exchange" / "di504" / "inbound"
    status, told = can.run(f"cp -r convolution '{inbound / FORGED}' && chmod -R a+rX '{inbound / FORGED}'")
    assert status == 0, told


def a_student_is_refused_files(can, instructor, hub):
    """What is another's cannot even be listed."""
    assert instructor.fetch(f"api/contents/{COURSE.gradebook}?content=0").ok
    for path in ("homes/ada.yildiz", f"homes/instructor/{COURSE.gradebook}", "exchange/di504/inbound", "hub.log"):
        status, told = can.run(f"ls -l '{hub.folder / path}' && cat '{hub.folder / path}'")
        assert status != 0, path
        assert "Permission denied" in told or "No such file" in told


def a_student_is_refused_pages(can, hub):
    """Another's server is closed to a student, and their own has no formgrader."""
    for path in ("user/ada.yildiz/api/contents", "user/instructor/formgrader/manage_assignments", "user/can.isik/formgrader/"):
        assert can.context.request.get(f"{hub.address}/{path}").status in (403, 404), path


def a_student_sees_no_solution(can):
    """Of the repository a student sees the package and nothing else."""
    status, told = can.run("python -c 'import autograder, os; print(*os.listdir(os.path.dirname(autograder.__path__[0])))'")
    assert status == 0, told
    assert "autograder .venv" in told or ".venv autograder" in told
    assert "solutions" not in told


def collecting_refuses_what_is_forged(instructor, hub):
    """The folder made in ada's name stays where it is and is reported; her own is taken although it is older."""
    told = press(instructor, "collect")
    assert "is named as ada.yildiz's, but was made by can.isik; refused" in told
    assert WRITTEN in instructor.read(COURSE.submitted("ada.yildiz", "convolution"))
    assert WRITTEN not in instructor.read(COURSE.submitted("can.isik", "convolution"))
    assert (hub.folder / "exchange" / "di504" / "inbound" / FORGED).is_dir()
    assert FORGED in instructor.read(COURSE.problems("convolution"))


def the_judge_grades_either_way(instructor):
    """The formgrader's button and `autograder grade` in a terminal both ask the judge, in its sandbox."""
    page = instructor.page
    page.goto(instructor.address("formgrader/manage_submissions/convolution"))
    page.locator("tbody tr", has_text="ada.yildiz").locator(".autograde a").click()
    expect(page.locator(".modal.in")).to_contain_text(re.compile("Success|Error"))
    assert "Success" in page.locator(".modal.in").inner_text(), page.locator(".modal.in").inner_text()
    status, told = instructor.run("cd ~/di504 && autograder grade convolution")
    assert status == 0, told
    assert "1 graded, 1 unchanged" in told
    for name in ("ada.yildiz", "can.isik"):
        assert '"sandbox": true' in instructor.read(COURSE.record(name, "convolution"))


def a_written_answer_is_marked_with_the_rubric_in_sight(instructor):
    """The page for marking shows rubric and answer, keeps points and a comment, and asks nobody else for anything."""
    listed = instructor.fetch("formgrader/api/submitted_notebooks/convolution/convolution").json()
    (ada,) = [each["id"] for each in listed if each["student"] == "ada.yildiz"]
    page = instructor.page
    page.goto(instructor.address(f"formgrader/submissions/{ada}/"))
    expect(page.get_by_text("Rubric, 2 points")).to_be_visible()
    expect(page.get_by_text(WRITTEN)).to_be_visible()
    page.wait_for_function("window.MathJax && MathJax.loaded")
    for place, text in (("#written_convolution", "0.5"), ("#written_convolution-comment", COMMENT)):
        page.locator(place).fill(text)
        with page.expect_response(lambda answer: answer.request.method == "PUT") as kept:
            page.locator(place).dispatch_event("change")
        assert kept.value.ok


def feedback_comes_back(instructor, ada):
    """The formgrader's buttons write our pages and hand them back; the student fetches hers and reads points and comment."""
    press(instructor, "generate-feedback")
    press(instructor, "release-feedback")
    ada.page.get_by_title("Refresh assignments list").click()
    expect(ada.page.get_by_text("feedback available to fetch")).to_be_visible()
    ada.page.get_by_role("button", name="Fetch Feedback").click()
    expect(ada.page.get_by_text("view feedback").first).to_be_visible()
    (folder,) = ada.fetch("api/contents/convolution/feedback").json()["content"]
    feedback = ada.read(f"{folder['path']}/convolution.html")
    assert COMMENT in feedback
    assert "laplacian_kernel" in feedback
    assert "Rubric" not in feedback
    assert "HIDDEN TESTS" not in feedback
    assert feedback == instructor.read(COURSE.feedback("ada.yildiz", "convolution"))


def nobody_else_was_asked_for_anything(*visitors):
    """No page of the round fetched anything from anywhere but the hub: no CDN, no fonts, no news."""
    for visitor in visitors:
        assert visitor.asked
        assert visitor.strangers() == []


def formulas_find_their_fonts(hub):
    """The marking page, which waited for its formulas, asked the server for nothing that is not there."""
    said = (hub.folder / "hub.log").read_text()
    assert "404 GET /user/instructor/static/" not in said


def no_kernel_listens_on_a_port(hub):
    """Neither the notebook's kernel nor the one that validated: a kernel that does says so in the log."""
    said = (hub.folder / "hub.log").read_text()
    assert "Kernel started" in said
    assert "Validating" in said
    assert "running over TCP" not in said


def a_second_hub_says_that_one_runs(hub):
    """Starting another with the same folder is refused in one line that says where the first is."""
    status, told, complaint = hub.start(8001, "second").end()
    assert status == 1, told
    assert f"a hub runs here already, at {hub.address}" in complaint
    assert complaint.count("\n") == 1


def ctrl_c_ends_everything(hub):
    """Ctrl-C ends the hub, the proxy and everybody's server; homes stay."""
    processes = hub.processes()
    assert len(processes) > 6
    status, told = hub.end()
    assert status == 0
    assert "Homes stay" in told
    assert not [process for process in processes if process.is_running()]
    assert (hub.folder / "homes" / "ada.yildiz").is_dir()
