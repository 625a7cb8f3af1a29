"""Answers a judge's requests about one submission: runs its cells, calls its functions, says what came of it.

Whether that is right is the judge's alone to say.  Everything here may be taken over by the student's code that runs beside it,
and nothing that it says is believed: the judge checks whatever arrives as if the student had typed it.
"""

import builtins
import contextlib
import inspect
import itertools
import linecache
import operator
import os
import socket
import sys
import types

import numpy as np

from autograder.box import cells, errors, libraries, networks, warm
from autograder.box.channel import Channel, Closed
from autograder.box.confinement import protections
from autograder.box.guard import guard, report_alone
from autograder.box.memory import Kept, changed, remember
from autograder.box.tracing import trace
from autograder.box.wire import CALLBACK, HANDLE, NETWORK, Codec, WireError

HELD = 20_000
OPERATIONS = ("getitem", "len", "iter", "next", "add", "sub", "mul", "truediv", "matmul", "neg", "contains", "eq")


def live(descriptor, limits, home):
    """Serve a judge until it hangs up."""
    os.environ.clear()
    os.environ.update(libraries.ENVIRONMENT, HOME=home, TMPDIR=os.path.dirname(home), MPLCONFIGDIR=home)
    os.chdir(home)
    sys.modules.update(cells.absent_checks())
    report_alone()
    try:
        Worker(Channel(socket.socket(fileno=descriptor)), limits.output_kb * 1024).serve()
    except Closed:
        return


class Worker:
    """One submission's namespace, and what can be asked of it.

    Parameters
    ----------
    channel : autograder.box.channel.Channel
        The way to the judge.
    output : int
        Characters of stdout and of stderr that are kept for each request.
    """

    def __init__(self, channel, output):
        self.channel = channel
        self.namespace = {"__name__": "__main__", "__builtins__": builtins}
        self.cells, self.things, self.numbers, self.replaced, self.told = set(), {}, {}, {}, {}
        self.named = {}  # what the names that were asked for stood for
        self.unused = itertools.count()
        self.watch = ()
        self.codec = Codec(self._give, self._take, trusting=True)
        self.streams = sys.stdout, sys.stderr = Kept(output), Kept(output)

    def serve(self):
        """Answer one request after another."""
        while True:
            self.answer()

    def answer(self):
        """Wait for one request, and answer it."""
        body, buffers = self.channel.receive()
        try:
            request = self.codec.unpack(body, buffers)
            self._forget(request.get("forget", ()))
            answer = getattr(self, "do_" + request["do"])(request)
        except Closed:
            raise
        except BaseException as error:  # SystemExit and the like are the student's too
            answer = {"error": errors.describe(error, self.cells)}
        self._send(answer)

    def _send(self, answer):
        beside = {name: text for name, stream in zip(("out", "err"), self.streams, strict=True) if (text := stream.take())}
        if any([self.namespace.get(name, _UNDEFINED) is not value for name, value in self.named.items()]):
            self.named.clear()
            beside["renamed"] = True
        answer.update(beside)
        try:
            packed = self.codec.pack(answer)
        except Exception as error:
            text = f"what came back cannot be handed over: {error}" if isinstance(error, WireError) else ""
            told = {"error": ["TypeError", type(error).__name__, text, []]}
            packed = self.codec.pack({**told, **beside})
        self.channel.send(*packed)

    # What crosses as a number, and stays here.

    def _hold(self, thing):
        number = self.numbers.get(id(thing))
        if number is None:
            if len(self.things) >= HELD:
                raise WireError("too many objects")
            number = self.numbers[id(thing)] = next(self.unused)
            self.things[number] = thing
        return number

    def _forget(self, numbers):
        """Let go of what the judge needs no more; a number is never given twice."""
        for number in numbers:
            self.numbers.pop(id(self.things.pop(number, None)), None)

    def _give(self, thing):
        if networks.is_network(thing):
            return NETWORK, networks.describe(thing, self._hold, whole=False)
        number = self._hold(thing)
        if number not in self.told:
            told = self.told[number] = {"number": number, "type": type(thing).__name__[:100], "callable": callable(thing)}
            if isinstance(thing, (types.FunctionType, type)):
                told["name"], told["doc"] = thing.__name__[:100], (thing.__doc__ if type(thing.__doc__) is str else "")[:4000]
                told["signature"] = _signature(thing)
        return HANDLE, self.told[number]

    def _take(self, tag, plain):
        if tag == HANDLE:
            return self.things[plain]
        if tag == NETWORK:
            return networks.build(plain)
        if tag == CALLBACK:
            return lambda *arguments, **keywords: self._call_back(plain, arguments, keywords)
        raise WireError("an unknown tag")

    def _call_back(self, number, arguments, keywords):
        """Ask the judge to compute something; it may refuse."""
        self.channel.send(*self.codec.pack({"callback": number, "arguments": list(arguments), "keywords": keywords}))
        answer = self.codec.unpack(*self.channel.receive())
        if "error" in answer:
            raise errors.KINDS[answer["error"][0]](answer["error"][1])
        return answer["value"]

    # What can be asked. Each takes the request and gives the answer's fields.

    def do_begin(self, request):
        """Begin a submission: its random numbers, and the instructor's own cells that are not tests."""
        warm.seed(request["seed"])
        for name, source in request["cells"]:
            for statement in cells.parse(source, name).body:
                try:
                    cells.run(cells.module([statement]), name, self.namespace)
                except ImportError:  # what the box lacks, answers must do without
                    continue
        return {"value": None}

    def do_protections(self, request):
        """What this process sees of the walls around it."""
        return {"value": protections()}

    def do_define(self, request):
        """Run one answer's cell, after the helpers from other cells that it needs."""
        name, source = request["name"], request["source"]
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        self.cells.add(name)
        answer = cells.compiled(source, name)
        if cells.may_need(answer, request["before"], set(self.namespace)):
            self._help(cells.parse(source, name), request["before"])
        exec(answer, self.namespace)
        return {"value": None}

    def _help(self, answer, texts):
        """Run what an answer needs of other cells."""
        before = []
        for text in texts:
            try:
                before.append(cells.parse(text, "<another cell>"))
            except SyntaxError:
                continue
        for statement in cells.helpers(answer, before, set(self.namespace)).body:
            try:
                cells.run(cells.module([statement]), "<another cell>", self.namespace)
            except Exception as error:
                print(f"A line of another cell that this answer needs: {type(error).__name__}: {error}", file=sys.stderr)

    def do_name(self, request):
        """What a name stands for that the student defined."""
        value = self.namespace.get(request["name"], builtins)
        if value is builtins or isinstance(value, types.ModuleType):
            raise NameError(f"name {request['name']!r} is not defined")
        self.named[request["name"]] = value
        return {"value": value}

    def do_call(self, request):
        """Call something, watch what it calls, and see which arguments it changed."""
        function, arguments, keywords = self.things[request["target"]], request["arguments"], request["keywords"]
        before = remember((arguments, keywords))
        answer = {}
        self.watch = tuple(request.get("watch", self.watch))
        with guard(self.watch) if self.watch else contextlib.nullcontext(_UNWATCHED) as seen:
            try:
                answer["value"] = function(*arguments, **keywords)
            except Closed:
                raise
            except BaseException as error:
                answer["error"] = errors.describe(error, self.cells)
        if call := seen.call:
            answer["forbidden"] = call
        if spoilt := changed([*enumerate(arguments), *keywords.items()], [*enumerate(before[0]), *before[1].items()]):
            answer["changed"] = spoilt
        return answer

    def do_forward(self, request):
        """Compute a network's output."""
        import torch

        with torch.no_grad():
            return {"value": self.things[request["target"]](*request["arguments"], **request["keywords"])}

    def do_trace(self, request):
        """Follow an image through a network."""
        return {"value": trace(self.things[request["target"]], tuple(request["shape"]), request["seed"])}

    def do_mode(self, request):
        """Put a network into training or evaluation mode."""
        self.things[request["target"]].train(request["training"])
        return {"value": None}

    def do_attribute(self, request):
        """An attribute of something that stays here."""
        return {"value": getattr(self.things[request["target"]], request["name"])}

    def do_operate(self, request):
        """One of a few operators, on something that stays here."""
        if request["operator"] not in OPERATIONS:
            raise TypeError("an unknown operator")
        thing = self.things[request["target"]]
        if request["operator"] == "iter":
            return {"value": Held(iter(thing))}
        if request["operator"] in ("len", "next"):
            return {"value": {"len": len, "next": next}[request["operator"]](thing)}
        return {"value": getattr(operator, request["operator"])(thing, *request["arguments"])}

    def do_array(self, request):
        """Something that stays here, as an array."""
        return {"value": np.asarray(self.things[request["target"]])}

    def do_show(self, request):
        """How something that stays here shows itself."""
        return {"value": repr(self.things[request["target"]])[:4000]}

    def do_isinstance(self, request):
        """Whether something is of a class that the student defined."""
        return {"value": isinstance(request["thing"], self.things[request["target"]])}

    def do_substitute(self, request):
        """Let callbacks to the judge stand under these names, which the student may have left undefined, until `do_restore`."""
        for name, function in request["names"].items():
            self.replaced.setdefault(name, self.namespace.get(name, _UNDEFINED))
            self.namespace[name] = function
        return {"value": None}

    def do_restore(self, request):
        """Put back what the student defined."""
        for name, value in self.replaced.items():
            if value is _UNDEFINED:
                self.namespace.pop(name, None)
            else:
                self.namespace[name] = value
        self.replaced.clear()
        return {"value": None}


_UNDEFINED = object()
_UNWATCHED = types.SimpleNamespace(call=None)  # what is seen where an exercise forbids nothing


class Held:
    """An iterator that crosses as a number, whatever its kind."""

    def __init__(self, inner):
        self.inner = inner

    def __next__(self):
        return next(self.inner)


def _signature(thing):
    """Names, kinds and plain defaults of a function's parameters; None where there is no saying."""
    try:
        parameters = inspect.signature(thing).parameters.values()
        return [
            [each.name, int(each.kind), each.default is not each.empty, each.default if _plain(each.default) else None]
            for each in parameters
        ]
    except Exception:
        return None


def _plain(value):
    return type(value) in (type(None), bool, int, float, str)
