"""Bulk downloads in the forms of Canvas and Moodle: whose each file is, and never another's."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archives import DOWNLOADED, inner, notebook, zipped

from autograder.classroom.collect import collect, read_problems
from autograder.classroom.lms import read_worksheet
from autograder.classroom.taken import read_taken
from autograder.classroom.times import read_timestamp
from autograder.course import CourseError

HOME = Path(__file__).resolve().parents[2]
HEADER = "id,first_name,last_name,email,canvas_id,moodle_id\n"
ROSTER = (
    "ada,Ada,Yıldız,ada@example.edu,52001,201\n"
    "isik,Can,Işık,can@example.edu,52002,202\n"
    "noam,נועם,כהן,noam@example.edu,52003,203\n"
    "su1,Su,Ay,su1@example.edu,52004,204\n"
    "su2,Su,Ay,su2@example.edu,52005,205\n"
)
WORKSHEET = (
    "Identifier,Full name,ID number,Email address,Status,Grade,Last modified (submission),Feedback comments\n"
    'Participant 11,Su Ay,205,su2@example.edu,Submitted,-,"Friday, 20 November 2026, 11:58 PM",\n'
    'Participant 12,Su Ay,204,su1@example.edu,Submitted,-,"Saturday, 21 November 2026, 1:10 AM",\n'
    "Participant 13,Ada Yıldız,,ada@example.edu,No submission,-,-,\n"
)


@pytest.fixture
def lms(course, tmp_path):
    """A function that collects an archive of these (name, content) pairs, with a roster that has the systems' ids."""
    course.roster.write_text(HEADER + ROSTER)

    def take(files, worksheet=None, topic="convolution", **how):
        archive = zipped(tmp_path / "submissions.zip", files, **how)
        return collect(course, topic, archive, worksheet and read_worksheet(worksheet))

    return take


@pytest.fixture
def worksheet(tmp_path):
    """Moodle's grading worksheet."""
    path = tmp_path / "Grades.csv"
    path.write_text(WORKSHEET, encoding="utf-8-sig")
    return path


def placed(course):
    """What lies in place, by student."""
    return {path.parent.parent.name: path.read_bytes() for path in course.root.glob("submitted/*/convolution/convolution.ipynb")}


def kinds(collection):
    """Problems as (kind, student)."""
    return sorted((problem.kind, problem.student) for problem in collection.problems)


def test_canvas(course, lms):
    """Canvas' names lead to students by its number, whatever it made of their names; the files' own names do not matter."""
    found = lms([
        ("yıldızada_52001_901_convolution.ipynb", notebook(1)),
        ("ışıkcan_LATE_52002_902_final version (2).ipynb", notebook(2)),
        ("כהןנועם_52003_903_convolution-1.ipynb", notebook(3)),
    ])  # fmt: skip
    assert placed(course) == {"ada": notebook(1), "isik": notebook(2), "noam": notebook(3)}
    assert kinds(found) == [("late", "isik")]
    assert "course/submitted/isik/convolution/timestamp.txt" in str(found.problems[0])
    assert not list(course.root.glob("submitted/*/*/timestamp.txt"))  # the download tells no time of handing in


def test_a_time_written_by_hand_stays(course, lms):
    """Who writes down when a late one came finds that time again after collecting again, and is not asked twice."""
    files = [("ışıkcan_LATE_52002_902_convolution.ipynb", notebook(2))]
    lms(files)
    course.timestamp("isik", "convolution").write_text("2026-11-21 03:00 Europe/Istanbul")
    found = lms(files)
    assert (found.unchanged, found.problems) == (["isik"], [])
    assert read_timestamp(course.timestamp("isik", "convolution")) == datetime(2026, 11, 21, tzinfo=UTC)


def test_canvas_several_files_and_attempts(course, lms):
    """The file with the highest number counts, also when an older download is collected after a newer; all are kept."""
    newer = [("yıldızada_52001_950_convolution-2.ipynb", notebook(3))]
    older = [("yıldızada_52001_901_convolution.ipynb", notebook(1)), ("yıldızada_52001_902_convolution-1.ipynb", notebook(2))]
    found = lms(older)
    assert placed(course) == {"ada": notebook(2)}
    assert kinds(found) == [("two files", "ada")]
    assert lms(newer, downloaded=(2026, 11, 1, 0, 0, 0)).replaced == ["ada"]  # the numbers count, not the clock
    assert kinds(lms(older)) == [("two files", "ada")]
    assert placed(course) == {"ada": notebook(3)}
    kept = {path.read_bytes() for path in course.root.rglob("*.ipynb")}
    assert kept == {notebook(1), notebook(2), notebook(3)}


def test_moodle(course, lms):
    """Moodle's folders and its flat names lead to students by name; what was typed into a field is listed."""
    found = lms([
        ("Ada Yıldız_13_assignsubmission_file_/convolution.ipynb", notebook(1)),
        ("Ada Yıldız_13_assignsubmission_onlinetext_/onlinetext.html", b"<p>See the file"),
        ("Can Işık_14_assignsubmission_file/sub folder/work.ipynb", notebook(2)),
        ("נועם כהן_15_assignsubmission_file_convolution.ipynb", notebook(3)),
    ])  # fmt: skip
    assert placed(course) == {"ada": notebook(1), "isik": notebook(2), "noam": notebook(3)}
    assert kinds(found) == [("no file", "ada")]


def test_moodles_worksheet_tells_who_and_when(course, lms, worksheet):
    """Two students of one name are told apart by the worksheet alone, which also tells when; without it both are set aside."""
    files = [
        ("Su Ay_11_assignsubmission_file_/convolution.ipynb", notebook(1)),
        ("Su Ay_12_assignsubmission_file_/convolution.ipynb", notebook(2)),
    ]
    found = lms(files)
    assert placed(course) == {}
    assert kinds(found) == [("unknown student", "")] * 2
    assert "2 students are called 'Su Ay'" in str(found.problems[0])
    assert lms(files, worksheet).problems == []
    assert placed(course) == {"su2": notebook(1), "su1": notebook(2)}
    here = read_timestamp(course.timestamp("su2", "convolution")).astimezone()
    assert f"{here:%F %H:%M}" == "2026-11-20 23:58"


def test_a_worksheet_given_later_adds_the_times(course, lms, worksheet):
    """A notebook that lies there without a time gets it when the same download is collected with the worksheet."""
    course.roster.write_text(HEADER + ROSTER.replace("su2,Su,Ay", "su2,Su Naz,Ay"))
    files = [("Su Ay_12_assignsubmission_file_/convolution.ipynb", notebook(2))]
    lms(files)
    assert not course.timestamp("su1", "convolution").exists()
    assert lms(files, worksheet).unchanged == ["su1"]
    assert course.timestamp("su1", "convolution").is_file()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Kimlik,Ad\n1,Ada\n", "has no column Identifier; download the grading worksheet with Moodle in English"),
        (WORKSHEET.encode("utf-16"), "is not UTF-8"),
        (WORKSHEET.replace("20 November", "20 Kasım"), "is no time"),
        (WORKSHEET.replace("Participant 12", "Su"), "line 3: 'Su' is no participant"),
        ("", "has no column Identifier"),
        ('Identifier\n"' + "x" * 200_000, "field larger than field limit"),
    ],
)
def test_a_wrong_worksheet_is_one_line(tmp_path, content, words):
    """A worksheet that cannot be used is one line with its name and the way out."""
    path = tmp_path / "Grades.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CourseError, match=r"Grades\.csv") as caught:
        read_worksheet(path)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "yıldızada_52001_60000_871_convolution.ipynb",  # a stranger called himself "Yıldız, Ada_52001"
        "isikcan_52002_871_52001_9_convolution.ipynb",  # Can named his file 52001_9_convolution.ipynb
    ],
)
def test_nobody_hands_in_as_another(course, lms, name):
    """A name that can be read as two accounts, since a part of it is the student's choice, is never taken for the victim's."""
    course.roster.write_text(HEADER + ROSTER + "eve,Eve,X,eve@example.edu,60000,\n")
    found = lms([(name, notebook(1)), ("ışıkcan_52002_5_convolution.ipynb", notebook(2))])
    assert "ada" not in placed(course)
    assert ("unknown student", "") in kinds(found)
    assert "its name may be that of ada or" in str(found.problems) or "its name may be that of isik or" in str(found.problems)


def test_two_accounts_of_one_name(course, lms):
    """Without ids in the roster, two accounts with one student's name are both set aside: nobody knows which is real."""
    course.roster.write_text("id,first_name,last_name\nada,Ada,Yıldız\n")
    found = lms([("yıldızada_52001_9_a.ipynb", notebook(1)), ("yıldızada_60000_8_a.ipynb", notebook(2))])
    assert placed(course) == {}
    assert kinds(found) == [("two accounts", "ada")] * 2
    assert lms([("yıldızada_52001_9_a.ipynb", notebook(1))]).placed == ["ada"]


def test_wrong_files(course, lms):
    """Each file that is no notebook of this assignment is one line that says why, and is kept; the good one is taken."""
    shutil.copytree(HOME / "exercises", course.home / "exercises")
    shutil.copytree(HOME / "solutions", course.home / "solutions", dirs_exist_ok=True)
    good = notebook(1, ["max_pool2d"])
    found = lms([
        ("yıldızada_52001_1_convolution.ipynb", notebook(1, ["convolve1d"])),
        ("yıldızada_52001_2_photo.png", b"\x89PNG\r\n"),
        ("ışıkcan_52002_3_pooling.ipynb", good),
        ("כהןנועם_52003_4_work.zip", inner([("convolution.ipynb", notebook(2))])),
        ("aysu_52004_text.html", b"<p>=cmd()"),
        ("aysu_52005_6_notes.ipynb", notebook(3).decode().encode("utf-16")),
        ("anon_x4Yz1_7_convolution.ipynb", notebook(4)),
        ("stranger_99999_8_convolution.ipynb", notebook(5)),
        ("readme.txt", b"hello"),
    ])  # fmt: skip
    assert list(placed(course)) == ["ada"]
    assert kinds(found) == [
        ("no file", "su1"), ("not a notebook", "ada"), ("not a notebook", "noam"), ("not a notebook", "su2"),
        ("unknown student", ""), ("unknown student", ""), ("wrong assignment", "isik"), ("wrong name", ""),
    ]  # fmt: skip
    told = "\n".join(map(str, found.problems))
    for words in ("answers pooling", "archives that come inside", "it is UTF-16", "without a name", "nobody in", "was typed"):
        assert words in told
    assert all((course.home / problem.kept_at).is_file() for problem in found.problems)


def test_what_an_archive_refuses_is_listed_with_the_student_and_kept(course, lms):
    """A file that may not be unpacked is listed under its student, and the archive itself is kept."""
    found = lms([("yıldızada_52001_1_a.ipynb", b"\0" * 30_000_000), ("ışıkcan_52002_2_a.ipynb", notebook())])
    assert found.placed == ["isik"]
    assert kinds(found) == [("too large", "ada")]
    assert (course.home / found.problems[0].kept_at).name == "submissions.zip"
    assert read_problems(course, "convolution") == found.problems
    assert not list(course.root.glob(".unpacked*"))


def test_packed_in_a_folder_and_names_of_plain_folders(course, lms, hand_in):
    """A download that was unpacked and packed again is read; an id that looks like Canvas' names stays an id."""
    files = [("convolution submissions/yıldızada_52001_1_a.ipynb", notebook(1)), ("__MACOSX/._x", b"")]
    assert lms(files).placed == ["ada"]
    course.roster.write_text("id\nx_1_2\n")
    assert collect(course, "convolution", hand_in("x_1_2_convolution.ipynb")).placed == ["x_1_2"]


def test_two_students_in_one_file(course, hand_in, lms):
    """A file that names two students is nobody's until somebody decides, and the line says how."""
    found = collect(course, "convolution", hand_in("ada_isik_convolution.ipynb"))
    assert "names ada and isik; give each a folder with a copy" in str(found.problems[0])
    assert placed(course) == {}


def test_which_is_newer_is_not_told(course, lms):
    """Without numbers or times the later download counts; that is said; the other is kept, and does not come back."""
    name = "Ada Yıldız_13_assignsubmission_file_/convolution.ipynb"
    lms([(name, notebook(1))])
    assert kinds(lms([(name, notebook(2))], downloaded=(2026, 11, 26, 0, 0, 0))) == [("order not told", "ada")]
    assert placed(course) == {"ada": notebook(2)}
    assert lms([(name, notebook(3))], downloaded=DOWNLOADED).problems[0].kind == "newer is there"
    assert placed(course) == {"ada": notebook(2)}
    assert [entry.file for entry in read_taken(course, "ada", "convolution")] == [name] * 2
