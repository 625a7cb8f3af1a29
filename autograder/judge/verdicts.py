"""The verdicts on answers, and the exception by which a call ends without a result.

How they are found is left to `trial` and `connection`.
"""

VERDICTS = (
    "right", "partly right", "wrong", "forbidden call", "too slow", "too much memory", "crashed", "missing", "could not judge",
    "to mark",
)  # fmt: skip


class Stopped(BaseException):
    """A call that gave no result at all.  No exception that test code would catch: it ends the test cell.

    Parameters
    ----------
    verdict : str
        One of ``"too slow"``, ``"too much memory"``, ``"crashed"``, ``"could not judge"``.
    message : str
        What happened, in a sentence.
    """

    def __init__(self, verdict, message):
        super().__init__(message)
        self.verdict, self.message = verdict, message


def crashed(error):
    """What it means when a box sends what is no answer."""
    return Stopped("crashed", f"The answer's process sent something that is no answer: {error}.")


def verdict_of(tests):
    """The verdict on a question from those on its tests.

    Examples
    --------
    >>> verdict_of(["right", "wrong"]), verdict_of(["wrong", "too slow"]), verdict_of(["missing", "missing"])
    ('partly right', 'too slow', 'missing')
    """
    if "could not judge" in tests:
        return "could not judge"
    if all(each == "right" for each in tests):
        return "right"
    if "right" in tests:
        return "partly right"
    particular = [each for each in tests if each not in ("wrong", "missing")]
    return particular[0] if particular else "wrong" if "wrong" in tests else "missing"
