"""Keeps the known mistakes of a topic, and the inputs that tell them apart.

What the mistakes are is left to the modules beside this one.
"""

from dataclasses import dataclass, field
from importlib import import_module


@dataclass(frozen=True)
class Mistake:
    """A mistake that students make.

    Parameters
    ----------
    name : str
        Its name, unique in its topic.
    answer : callable
        A whole answer that is right but for this mistake.
    explanation : str
        What such an answer does, in one line.
    hint : str
        Helps without giving the answer away.
    """

    name: str
    answer: object
    explanation: str
    hint: str


@dataclass(frozen=True)
class Probe:
    """One call on which answers are compared; `arguments` makes them afresh, since an answer may spoil them.

    With an `experiment` it is several calls, and what they show together.
    """

    arguments: object
    keywords: dict
    experiment: object = None


@dataclass
class Catalogue:
    """The known mistakes of one topic.

    Parameters
    ----------
    topic : str
        For example ``"convolution"``: also the reference module's name.
    functions : tuple of str
        The functions that students write, in the order of the exercise.
    forbidden : tuple of str
        Dotted names of what an answer may not call, such as ``"numpy.convolve"`` or a whole package, ``"scipy"``.

    Examples
    --------
    >>> catalogue = Catalogue("convolution", ("blur_kernel",))
    >>> @catalogue.mistake("blur_kernel", hint="What do the values sum to?")
    ... def keeps_ones(size):
    ...     '''All values are 1.'''
    >>> catalogue.mistakes["blur_kernel"][0].name
    'keeps_ones'
    """

    topic: str
    functions: tuple
    forbidden: tuple = ()
    mistakes: dict = field(default_factory=dict)
    probes: dict = field(default_factory=dict)
    views: dict = field(default_factory=dict)
    experiments: dict = field(default_factory=dict)
    cheaper: dict = field(default_factory=dict)

    def mistake(self, function, hint):
        """Register the decorated answer as a known mistake of `function`; its docstring is the explanation."""

        def register(answer):
            explanation = " ".join(answer.__doc__.split())
            known = self.mistakes.setdefault(self._known(function), [])
            known.append(Mistake(answer.__name__, answer, explanation, hint))
            return answer

        return register

    def probe(self, function, arguments, **keywords):
        """Compare answers to `function` on these arguments too; `arguments` is a function that gives a fresh tuple."""
        self.probes.setdefault(self._known(function), []).append(Probe(arguments, keywords))

    def seen_as(self, function, view):
        """Compare what `function` gives by ``view(value)``: plain data about things that cannot be compared, such as networks."""
        self.views[self._known(function)] = view

    def experiment(self, function, name, probe=True):
        """Register the decorated experiment: it calls an answer to `function` as often as it needs, and says what that shows.

        For answers that are right in many ways and can be compared only with themselves. It is a probe too, unless it is slow.
        """

        def register(experiment):
            self.experiments.setdefault(self._known(function), {})[name] = experiment
            if probe:
                self.probes.setdefault(function, []).append(Probe(tuple, {}, experiment))
            return experiment

        return register

    def likewise(self, function):
        """Register the decorated answer as one that reads like the reference's and costs less to ask."""

        def register(answer):
            self.cheaper[self._known(function)] = answer
            return answer

        return register

    def reference(self, function):
        """The right answer."""
        if function in self.cheaper:
            return self.cheaper[function]
        return getattr(import_module(f"autograder.reference.{self.topic}"), self._known(function))

    def earlier(self, function):
        """The right answers to the functions that come before `function` in the exercise, by name."""
        names = self.functions[: self.functions.index(self._known(function))]
        return {name: self.reference(name) for name in names}

    def _known(self, function):
        if function not in self.functions:
            raise KeyError(f"{self.topic} has no function {function!r}; it has {', '.join(self.functions)}")
        return function


def catalogue_of(topic):
    """The catalogue of a topic, such as ``"convolution"``."""
    return import_module(f"autograder.checks.misconceptions.{topic}").catalogue
