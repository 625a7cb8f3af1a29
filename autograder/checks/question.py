"""Asks a student's function a question: one call at a time, and what it must give.

Where results differ is left to `compare`, what that means to `explain`, and scoring to the grader.
"""

import inspect
from contextlib import contextmanager, nullcontext
from functools import partial

import numpy as np

from autograder.checks import explain
from autograder.checks.compare import Difference, difference
from autograder.checks.failure import CheckFailed
from autograder.checks.misconceptions.catalogue import catalogue_of
from autograder.checks.outcome import Outcome, run
from autograder.checks.remembered import recall


class Question:
    """One function of an exercise, as a student wrote it.

    Parameters
    ----------
    name : str
        Topic and function, for example ``"convolution.convolve1d"``.
    function : callable
        The student's answer.

    Examples
    --------
    >>> def blur_kernel(size):
    ...     return np.ones((size, size))
    >>> question = Question("convolution.blur_kernel", blur_kernel)
    >>> question.on(1).gives([[1.0]])
    >>> question.on(3).agrees()
    Traceback (most recent call last):
    ...
    autograder.checks.failure.CheckFailed: blur_kernel(size=3): the result differs at [0, 0]: ...
    """

    def __init__(self, name, function):
        self.topic, self.name = name.split(".")
        self.function = function
        self.catalogue = catalogue_of(self.topic)
        self.reference = self.catalogue.reference(self.name)
        self.view = self.catalogue.views.get(self.name)
        self.passes = 0

    def on(self, *arguments, **keywords):
        """One call with these arguments, not made yet: say what it must give."""
        return Call(self, arguments, keywords)

    def tries(self, name):
        """The experiment of this name (several calls that belong together), not made yet: say what it must find."""
        return Call(self, (), {}, name)

    def passed(self):
        """Tell the student that every check of this cell passed."""
        print(f"{self.name}: {self.passes} check{'s' * (self.passes != 1)} passed.")

    @contextmanager
    def helped(self):
        """Let the reference stand in for the functions that come earlier in the exercise, in the student's own names.

        So a mistake in one function never costs points of another.
        """
        earlier = self.catalogue.earlier(self.name)
        if getattr(self.function, "__autograder_stand_in__", False):
            with self.function.substituted(earlier):
                yield
            return
        names = getattr(self.function, "__globals__", {})
        own = {name: names[name] for name in earlier if name in names}
        names.update(earlier)  # also those that the student deleted or never got to run
        try:
            yield
        finally:
            for name in earlier:
                names.pop(name, None)
            names.update(own)


class Call:
    """One call of the student's function and what it must lead to; made by `Question.on`."""

    def __init__(self, question, arguments, keywords, experiment=None):
        self.question, self.arguments, self.keywords, self.experiment = question, arguments, keywords, experiment

    def gives(self, expected):
        """The call must give this value; nested lists stand for an array where the reference gives one."""
        right = self._right()
        if isinstance(right, np.ndarray):
            expected = np.asarray(expected, dtype=right.dtype)
        self._expect(lambda came: difference(came, expected))

    def agrees(self, period=None):
        """The call must give what the reference gives; with `period`, numbers are compared around a circle of that length."""
        right = self._right()
        self._expect(lambda came: difference(came, right, period))

    def agrees_about(self, *parts):
        """Of what the call gives, described in plain data, these parts must be as the reference has them."""
        right = self._right()
        self.shows(**{part: right[part] for part in parts})

    def finds(self, expected):
        """The experiment must find this."""
        self._expect(lambda came: difference(came, expected))

    def shows(self, **parts):
        """What the call gives, described in plain data, must have these parts; of the others nothing is asked."""

        def problem(came):
            found = (difference(came[part], value, where=f"its `{part}`") for part, value in parts.items())
            return next((each for each in found if each), None)

        self._expect(problem)

    def twice(self):
        """The same call, made twice, must agree with the reference both times."""
        self.agrees()
        self.agrees()

    def satisfies(self, predicate, sentence):
        """The value must fulfil `predicate`; `sentence` says to the student what it must do."""

        def problem(came):
            try:
                fulfilled = predicate(came)
            except Exception:  # a value of another kind than the predicate can look at
                fulfilled = False
            return None if fulfilled else Difference("value", sentence)

        self._expect(problem)

    def refuses(self):
        """The call must raise ValueError."""
        found = self._attempts(lambda came: came.kind == "refused")
        if found is None:
            return
        if found.kind == "value":
            raise self._failure("it should raise ValueError, but it returned a value", refusing=True)
        raise self._failure(f"it should raise ValueError, but {explain.describe_error(found.error)}", refusing=True)

    def _right(self):
        reference, view = self.question.reference, self.question.view
        call = partial(run, reference, self.arguments, self.keywords, view=view)
        right = recall((reference, view), self.arguments, self.keywords, call)
        if right.kind != "value":
            raise TypeError(f"the test asks what {self.question.name} gives, but the reference raises {right.error!r}")
        return right.value

    def _expect(self, problem_of):
        """Fail unless the call gives a value without a problem and leaves its arguments alone."""
        found = self._attempts(lambda came: came.kind == "value" and not came.changed and problem_of(came.value) is None)
        if found is None:
            return
        if found.kind != "value":
            verdict = getattr(found.error, "verdict", "crashed")  # an error may know that it is none of the answer's own
            raise self._failure(explain.describe_error(found.error), verdict=verdict)
        problem = problem_of(found.value)
        if problem is None:
            advice = f": its {', '.join(found.how)}; leave it as it came" if found.how else ": work on a copy"
            raise self._failure(f"it changed {self._names(found.changed)}{advice}")
        raise self._failure(problem.sentence)

    def _attempts(self, accept):
        """None if the call is accepted, alone or with the reference's help for earlier functions; else what came at first."""
        tries = []
        for help_given in (nullcontext, self.question.helped):
            with help_given():
                tries.append(self._run())
            if accept(tries[-1]):
                self.question.passes += 1
                return None
        alone, helped = tries
        # What an earlier function calls, or lacks, is not this one's: with the reference in its place it is gone.
        return self._excusable(helped if alone.kind in ("forbidden", "unwritten") else alone)

    def _run(self) -> Outcome:
        question, catalogue = self.question, self.question.catalogue
        experiment = catalogue.experiments[question.name][self.experiment] if self.experiment else None
        return run(question.function, self.arguments, self.keywords, catalogue.forbidden, question.view, experiment)

    def _excusable(self, came):
        """The outcome, unless it is a forbidden call or an answer that was never written."""
        name = self.question.name
        if came.kind == "forbidden":
            raise CheckFailed(f"{name} calls {came.forbidden}, which is not allowed in this exercise", verdict="forbidden call")
        if came.kind == "unwritten":
            text = f"{name} is not written yet: put your code in the place of `raise NotImplementedError()`"
            raise CheckFailed(text, verdict="missing")
        return came

    def _names(self, changed):
        names = list(inspect.signature(self.question.reference).parameters)
        return " and ".join(f"its argument `{names[place] if isinstance(place, int) else place}`" for place in changed)

    def _failure(self, sentence, refusing=False, verdict="wrong"):
        question = self.question
        if self.experiment:
            call = f"{question.name}, {self.experiment}"
        else:
            call = explain.describe_call(question.name, question.reference, self.arguments, self.keywords)
        with question.helped():
            return explain.failure(question.topic, question.name, question.function, f"{call}: {sentence}", refusing, verdict)
