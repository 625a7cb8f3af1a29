"""Grades on the workers of a Dask cluster: submissions travel by content, records come back as text, one as soon as it is there.

How one is judged is left to `cluster_worker`, how to reach a cluster to `cluster_start`; which cluster it is (SSH, Slurm,
Kubernetes) to Dask: an address is all that is needed.
"""

import contextlib
from itertools import islice
from uuid import uuid4

from autograder.classroom.cluster_start import LOCAL, PATIENCE, connect
from autograder.classroom.cluster_worker import WorkerCannot, dismiss, judged, versions
from autograder.course import CourseError


class Cluster:
    """Grades like `autograder.judge.Judge`, on a Dask cluster; a context manager, which connects.

    Parameters
    ----------
    address : str
        That of a Dask scheduler, such as ``"tls://10.0.0.5:8786"``; or ``"local:N"``, for N worker processes on this machine.
    sandbox : bool
        As for a judge.
    hidden : tuple of pathlib.Path
        As for a judge.
    on_trouble : callable
        Called with a sentence when a worker is lost, or when the way to the cluster is open to others.

    Raises
    ------
    autograder.course.CourseError
        If the address is none; on entering, if nobody answers there, no worker comes, or a worker has other versions.
    """

    def __init__(self, address, sandbox=True, hidden=(), on_trouble=lambda words: None):
        self.address, self.sandbox, self.hidden, self.on_trouble = address, sandbox, tuple(hidden), on_trouble
        self.first = None  # of no use here: a worker prepares what comes with its first submission
        if address.startswith(LOCAL) and not (address[len(LOCAL) :].isdecimal() and int(address[len(LOCAL) :])):
            raise CourseError(f"--scheduler {address}: N is a number of worker processes, as in {LOCAL}8")

    def __enter__(self):
        self.versions = versions()
        with contextlib.ExitStack() as stack:
            self.client = connect(self.address, stack, self.on_trouble)
            stack.callback(self._dismiss)
            self.client.subscribe_topic("all", self._hear)
            self._compare(self.client.run(versions))
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *exception):
        self.stack.close()

    def _compare(self, theirs):
        for worker, told in theirs.items():
            if told != self.versions:
                listed = ", ".join(
                    f"{name} {told.get(name)}, here {ours}" for name, ours in self.versions.items() if told.get(name) != ours
                )
                raise CourseError(f"{worker}: this worker would score differently ({listed}); install the same versions there")

    def _hear(self, event):
        """Called by Dask, in its own thread, with all that happens to workers."""
        _, told = event
        if told.get("action") == "remove-worker" and not told.get("expected"):
            self.on_trouble(f"the worker {told.get('worker')} is lost; what it had goes to another, or to the next that comes")

    def _dismiss(self):
        with contextlib.suppress(Exception):  # whoever is gone needs no dismissing
            self.client.unsubscribe_topic("all")
            self.client.run(dismiss)

    def grade_all(self, orders):
        """Grade submissions; what a lost worker had goes to another, and what loses two gets a record that says so.

        Parameters
        ----------
        orders : iterable of tuple
            An assignment and a submission of it, each time; taken one by one, as there is room.

        Yields
        ------
        autograder.judge.Record
            One for each submission, in the order in which they are done.

        Raises
        ------
        autograder.course.CourseError
            If the scheduler is lost, or a worker cannot judge.
        """
        from distributed import as_completed

        waiting, running, done = iter(orders), {}, as_completed(loop=self.client.loop)
        while True:
            # So many that each thread of each worker has one: of a lost worker only what it was at is under suspicion.
            with self._reached():
                room = max(1, sum(self.client.nthreads().values())) - len(running)
            for order in islice(waiting, max(0, room)):
                with self._reached():
                    future = self._submit(*order)
                    done.add(future)
                running[future.key] = order
            if not running:
                return
            with self._reached():
                future = next(done)
            yield self._record(future, running.pop(future.key))

    @contextlib.contextmanager
    def _reached(self):
        """While Dask is asked: what goes wrong here is the way to the scheduler."""
        from distributed import CancelledError

        try:
            yield
        except (OSError, TimeoutError, CancelledError) as error:
            raise CourseError(f"{self.address}: the scheduler is lost ({type(error).__name__}); what was graded is kept: "
                              "see to it, and run the same command again") from None  # fmt: skip

    def _submit(self, assignment, submission):
        key = f"grade-{submission.student}-{submission.topic}-{uuid4().hex}"
        what = assignment, submission, self.sandbox, self.hidden, self.versions
        return self.client.submit(judged, *what, key=key, pure=False)

    def _record(self, future, order):
        from distributed import KilledWorker

        from autograder.judge.record import Record, empty_record

        try:
            with self._reached():
                return Record.from_json(future.result(timeout=PATIENCE))
        except KilledWorker as killed:
            lost = f"{killed.allowed_failures + 1} workers were lost while they judged it, last {killed.last_worker.address}"
            self.on_trouble(f"{order[1].student}, {order[1].topic}: {lost}; it is set aside")
            return empty_record(*order, why=f"{lost}; grade it again.")
        except WorkerCannot as reason:
            raise CourseError(str(reason)) from None
