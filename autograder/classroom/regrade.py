"""Keeps new results of a regrade apart until an instructor has agreed to them, then puts them into their place.

Grading is left to `grade`; saying whose score changes, and why, to `autograder.reports.regraded`.
"""

from autograder.classroom.entries import enter_all
from autograder.classroom.records import holds, unjudged
from autograder.files import write_atomically
from autograder.judge.record import Record, grader_digest


def is_regrade(record, submission):
    """Whether grading a submission would put another result into the place of one that counts already, of the same notebook."""
    return record is not None and record.submission["sha256"] == submission.sha256 and not unjudged(record)


def held_draft(course, submission, source_sha256, sandbox):
    """The draft of a submission, if grading now would give the same; else None.

    A regrade that was stopped goes on from its drafts. One that the grader's code, the source or the notebook has overtaken is
    none of them.
    """
    path = course.draft(submission.student, submission.topic)
    try:
        draft = Record.read(path)
    except (FileNotFoundError, ValueError):
        return None
    same = (draft.student, draft.versions.get("grader")) == (submission.student, grader_digest())
    return draft if same and holds(draft, submission, source_sha256, sandbox) else None


def drafts_of(course, topic):
    """A topic's drafts, in the order of the students' ids, one by one."""
    for path in sorted(course.draft("*", topic).parent.glob("*.json")):
        yield Record.read(path)


def discard(course, topic, keep=()):
    """Throw a topic's drafts away, apart from those of some students."""
    for path in course.draft("*", topic).parent.glob("*.json"):
        if path.stem not in keep:
            path.unlink()


def put_in_place(course, topic):
    """Put a topic's drafts into the place of the records, and into nbgrader's gradebook.

    A run that is killed meanwhile leaves a mark, by which `finish` goes on. A draft that could not be judged replaces no result.
    """
    write_atomically(course.agreed(topic), "")
    finish(course, topic)


def finish(course, topic):
    """Finish what an instructor had agreed to when a run was killed; where there is nothing of the kind, nothing is done."""
    from autograder.judge import Assignment

    mark = course.agreed(topic)
    if not mark.exists():
        return
    for draft in drafts_of(course, topic):
        place = course.record(draft.student, topic)
        if not (unjudged(draft) and place.exists()):
            draft.write(place)
        course.draft(draft.student, topic).unlink()
    enter_all(course, Assignment.read(course, topic))
    mark.unlink()
