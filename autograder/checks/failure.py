"""The one exception by which a check says no, written for the student who reads it.

Finding the words is left to `explain`.
"""


class CheckFailed(AssertionError):
    """A student's answer did not pass a check.

    Parameters
    ----------
    message : str
        What was called, what was expected, what came.
    mistakes : tuple of str
        Names of the known mistakes that behave exactly like the answer; empty where there is none.
    explanation : str
        What such an answer does, in plain words.
    hint : str
        A question or a pointer that helps without giving the answer away.
    verdict : str
        ``"wrong"``, ``"crashed"`` (an error where a value was asked for), ``"missing"`` (never written) or ``"forbidden call"``.

    Examples
    --------
    >>> print(CheckFailed("got 3, expected 4", hint="Count the borders."))
    got 3, expected 4
    Hint: Count the borders.
    """

    def __init__(self, message, mistakes=(), explanation="", hint="", verdict="wrong"):
        self.message = message
        self.mistakes = tuple(mistakes)
        self.explanation = explanation
        self.hint = hint
        self.verdict = verdict
        super().__init__(message)

    def __str__(self):
        parts = [self.message]
        if self.explanation:
            parts.append(f"This looks like a known mistake: {self.explanation}")
        if self.hint:
            parts.append(f"Hint: {self.hint}")
        return "\n".join(parts)

    def _render_traceback_(self):
        """What a notebook shows: the message alone, since the traceback leads through code that is not the student's."""
        return [f"Not yet. {self}"]
