"""The roster finds the student behind a name, and says what is wrong with itself."""

import unicodedata

import pytest

from autograder.classroom.roster import Student, read_roster
from autograder.course import CourseError


@pytest.fixture
def written(tmp_path):
    """A function that writes a roster and reads it."""

    def write(content):
        path = tmp_path / "roster.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_roster(path)

    return write


def test_commas_semicolons_and_tabs(written):
    """Whatever a spreadsheet puts between columns, and its mark for UTF-8, the students are the same."""
    for separator in ",;\t":
        text = "id,last_name,group,first_name\nada,Yıldız,B,Ada\n".replace(",", separator)
        for mark in ("", "\ufeff"):
            assert written(mark + text).find("ada") == Student("ada", "Ada", "Yıldız")


def test_letters_composed_in_two_ways(written):
    """A folder from a Mac, whose letters are written as letter and mark, belongs to the same student."""
    roster = written("id\nşule.ağaoğlu\n")
    assert roster.find(unicodedata.normalize("NFD", "şule.ağaoğlu")).id == "şule.ağaoğlu"


def test_turkish_order():
    """Students stand in the order of the Turkish alphabet, where Ç follows C and İ follows I, in capitals or not."""
    names = ["Zorlu", "İnce", "Işık", "Çelik", "Can", "Demir", "Hızır", "HINCAL", "Şen", "Sarı"]
    names_in_order = ["Can", "Çelik", "Demir", "HINCAL", "Hızır", "Işık", "İnce", "Sarı", "Şen", "Zorlu"]
    ordered = sorted((Student(name, last_name=name) for name in names), key=lambda student: student.sort_key)
    assert [student.id for student in ordered] == names_in_order


def test_no_roster(tmp_path):
    """Without a roster each name that can be an id is a student; a name that could lead elsewhere is none."""
    roster = read_roster(tmp_path / "none.csv")
    assert roster.open_to_all
    assert roster.find("ada") == Student("ada")
    assert [roster.find(name) for name in ("..", "a/b", "-rf", "a\nb", "a+pooling", "")] == [None] * 6


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "must name the column id"),
        ("name\nAda\n", "must name the column id"),
        ("id\nada\nada\n", "line 3: 'ada' is there twice"),
        ("id\n../ada\n", "line 2: '../ada' cannot be an id"),
        ("id,first_name\n,Ada\n", "line 2: '' cannot be an id"),
        ("id,first_name\nada,Işık\n".encode("cp1254"), "is not UTF-8"),
        ("id,first_name\nada,Işık\n".encode("utf-16"), "is not UTF-8"),
        ('id,first_name\nada,"' + "x" * 200_000, "line 2: field larger than field limit"),
        ("id,canvas_id\nada,7\ncan,7\n", "line 3: '7' is there twice as canvas_id"),
        ("id,email\nada,A@x.edu\ncan,a@x.edu\n", "line 3: 'a@x.edu' is there twice as email"),
        ("x" * 500_000, "line 1: field larger than field limit"),
    ],
)
def test_what_is_wrong_is_said(written, content, words):
    """A roster that cannot be used names its file, the line and the value."""
    with pytest.raises(CourseError, match=r"roster\.csv") as caught:
        written(content)
    assert words in str(caught.value)


def test_found_by_ids_and_names(written):
    """An id of another system, or a name in any order, capitals and script, leads to the student; two of a name are two."""
    roster = written("id,first_name,last_name,canvas_id,foreign\na,Işık,Çağ,7,x\nb,נועם,כהן,8\nc,Su,Ay,9\nd,Su,Ay,10\n")
    assert roster.by("canvas_id", "8").id == "b"
    assert (roster.by("canvas_id", ""), roster.by("canvas_id", "99")) == (None, None)
    for name in ("Işık Çağ", "ÇAĞ IŞIK", unicodedata.normalize("NFD", "ışık çağ"), "cagisik"):
        assert [student.id for student in roster.named(name)] == ["a"]
    assert [student.id for student in roster.named("כהן, נועם")] == ["b"]
    assert [student.id for student in roster.named("Ay Su")] == ["c", "d"]
    assert roster.named("...") == []
