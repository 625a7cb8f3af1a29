"""Says which assignment a notebook answers, by the names of its cells.

Taking the answers out of it is left to `autograder.judge.rebuild`.
"""

from functools import cached_property

from autograder.course import CourseError


class Assignments:
    """The assignments of a course as students know them.

    Parameters
    ----------
    course : autograder.course.Course
        Whose exercises are read, when they are needed.
    """

    def __init__(self, course):
        self.course = course

    @cached_property
    def cells(self):
        """Topic -> the names of its answers and tests; without topics that have no exercise that can be read."""
        from autograder.judge import Assignment

        found = {}
        for topic in self.course.available_topics():
            for path in (self.course.source(topic), self.course.exercise(topic)):
                if topic not in found and path.is_file():
                    try:
                        cells = Assignment(topic, path.read_bytes()).cells
                    except (ValueError, KeyError, TypeError, AttributeError):
                        continue
                    found[topic] = {cell.name for cell in cells if cell.role in ("answer", "written", "test")}
        return found

    def answered_by(self, notebook):
        """The topic that a notebook answers, or None where it answers none.

        Parameters
        ----------
        notebook : bytes
            The file as it came.
        """
        from autograder.judge.rebuild import Unreadable, read_cells

        try:
            names = {name for cell in read_cells(notebook)[0] for name in (cell.grade_id, cell.identity) if name}
        except Unreadable:
            return None
        shared = {topic: len(names & cells) for topic, cells in self.cells.items()}
        best = max(shared, key=shared.get, default=None)
        return best if best and shared[best] else None

    def read(self, topic):
        """The assignment as students get it.

        Raises
        ------
        CourseError
            If there is no such exercise, or it cannot be read.
        """
        from autograder.judge import Assignment

        path = self.course.exercise(topic)
        try:
            assignment = Assignment(topic, path.read_bytes())
            assignment.questions  # noqa: B018 (reading it is the check)
        except FileNotFoundError:
            raise CourseError(f"{path}: not there; get the course's exercises anew") from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CourseError(f"{path}: not a notebook of the course ({error}); get the course's exercises anew") from None
        return assignment
