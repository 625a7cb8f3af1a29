"""Who may log in: the table, its mistakes, and the settings that JupyterHub is started with."""

import json

import pytest
from traitlets.config import PyFileConfigLoader

from autograder.course import CourseError
from autograder.hub.people import FIRST, lists_of_users, read_people
from autograder.hub.run import CONFIG


def test_uids_are_given_out_once(tmp_path):
    """The first reading writes the demo's table with uids; a line added without one gets a free one, the others keep theirs."""
    path = tmp_path / "people.csv"
    before = read_people(path)
    assert [person.role for person in before] == ["instructor", "student", "student", "student"]
    assert read_people(path) == before
    path.write_text(path.read_text() + "zeynep,student,\n")
    after = read_people(path)
    assert after[:-1] == before
    assert after[-1].uid not in {person.uid for person in before}
    assert read_people(path) == after


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("Ada,student,", "line 2: 'Ada' cannot be a name"),
        ("ada+can,student,", "'ada+can' cannot be a name"),
        ("root,instructor,", "'root' cannot be a name"),
        ("../ada,student,", "'../ada' cannot be a name"),
        ("ada,teacher,", "role is 'teacher'; write instructor or student"),
        ("ada,student,0", "uid is '0'"),
        (f"ada,student,{FIRST}\ncan,student,{FIRST}\nl,instructor,", f"the uid {FIRST} is there twice"),
        ("ada,student,\nada,student,\nl,instructor,", "the name 'ada' is there twice"),
        ("ada,student,", "0 people are instructors"),
        ("l,instructor,\nm,instructor,", "2 people are instructors"),
        ("", "0 people are instructors"),
    ],
)
def test_mistakes_in_the_table(tmp_path, rows, words):
    """A table that cannot be is refused in a sentence that names the file and the value, before anybody gets a home."""
    path = tmp_path / "people.csv"
    path.write_text(f"name,role,uid\n{rows}\n")
    with pytest.raises(CourseError, match=r"people\.csv") as refused:
        read_people(path)
    assert words in str(refused.value)


def test_lists_of_users(tmp_path):
    """Programs inside find each person with uid and home, and root, and nobody else."""
    people = read_people(tmp_path / "people.csv")
    passwd, group = lists_of_users(people, lambda person: f"/homes/{person.name}")
    lines = dict(line.split(":", 1) for line in passwd.splitlines())
    assert set(lines) == {"root", "nobody", *(person.name for person in people)}
    assert lines[people[1].name] == f"x:{people[1].uid}:{people[1].uid}::/homes/{people[1].name}:/bin/bash"
    assert len(group.splitlines()) == len(lines)


@pytest.mark.parametrize("settings", [None, 'c.JupyterHub.authenticator_class = "dummy"\n'])
def test_a_file_of_settings_is_read_last(monkeypatch, settings):
    """What `--settings` names takes the place of the demo's way to log in, and leaves the rest."""
    told = {"address": "http://127.0.0.1:1", "hub_port": 2, "proxy_port": 3, "proxy": ["node"], "folder": "/f", "exchange": "/e"}
    told |= {"course": "/c", "roles": {"ada": "student"}, "runtime": {}, "passwords": {}, "settings": settings}
    monkeypatch.setenv("COURSE_HUB", json.dumps(told))
    config = PyFileConfigLoader(str(CONFIG)).load_config()
    chosen = config.JupyterHub.authenticator_class
    assert chosen == ("dummy" if settings else "autograder.hub.authenticator.PrintedPasswords")
    assert config.JupyterHub.bind_url == "http://127.0.0.1:1"
    assert config.Authenticator.allowed_users == {"ada"}
