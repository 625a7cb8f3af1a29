"""Sends and receives whole messages over a socket: a body of plain data, and large buffers beside it.

What a message says is left to those who talk.  Neither side trusts lengths that it reads: each is compared with a limit before
any memory is taken.
"""

import socket
import struct

from autograder.box.wire import SIZE, WireError

BODY = 64 << 20
BUFFERS = 4096
CHUNK = 64 << 10  # bytes that are sent or read at once: nearly every message fits, and each call of the system costs
_HEAD = struct.Struct("<II")
_LENGTH = struct.Struct("<Q")
_TIME = struct.Struct("@ll")


class Closed(Exception):
    """The other side has gone."""


class Late(Exception):
    """Nothing came in the time that was allowed; what has been read so far is kept, so that one may go on waiting."""


class Channel:
    """Messages over a stream socket.

    Parameters
    ----------
    sock : socket.socket
        A connected stream socket.
    """

    def __init__(self, sock):
        self.sock = sock
        self.sock.settimeout(None)
        self._reading, self._spare, self._patience = None, memoryview(b""), None

    def send(self, body, buffers=(), patience=None, waiting=None):
        """Send one message; waits while the other side reads.

        With `waiting`, that is called after each `patience` seconds in which nothing was read; it may raise, to wait no longer.
        """
        if len(body) > BODY or len(buffers) > BUFFERS or sum(map(len, buffers)) > SIZE:
            raise WireError("a message that is too large")
        lengths = b"".join([_LENGTH.pack(len(buffer)) for buffer in buffers])
        parts = (_HEAD.pack(len(body), len(buffers)), lengths, body, *buffers)
        self._allow(patience)
        for part in (b"".join(parts),) if sum(map(len, parts)) <= CHUNK else parts:
            self._pour(memoryview(part), waiting)

    def _allow(self, patience):
        """Let the kernel wait this long: with a timeout of Python's own, each call would be two."""
        if patience != self._patience:
            whole, part = divmod(0.0 if patience is None else max(patience, 1e-6), 1)  # to the kernel, 0 means for ever
            for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                self.sock.setsockopt(socket.SOL_SOCKET, direction, _TIME.pack(int(whole), int(part * 1e6)))
            self._patience = patience

    def _pour(self, left, waiting):
        while left:
            try:
                left = left[self.sock.send(left) :]
            except (TimeoutError, BlockingIOError):
                if waiting is None:
                    raise Closed from None
                waiting()
            except OSError:
                raise Closed from None

    def receive(self, patience=None):
        """The next message, as a body and its buffers.

        Parameters
        ----------
        patience : float, optional
            Seconds to wait for more bytes before `Late` is raised; call again to go on.

        Returns
        -------
        tuple of (bytes, list of bytearray)
        """
        self._allow(patience)
        if self._reading is None:
            whole = self._whole()
            if whole is not None:
                return whole
            self._reading = self._message()
            self._wanted = next(self._reading)
        while True:
            view, done = self._wanted
            while done < len(view):
                try:
                    done += self._read(view[done:])
                except (TimeoutError, BlockingIOError):
                    self._wanted = view, done
                    raise Late from None
                except OSError:
                    raise Closed from None
            try:
                self._wanted = next(self._reading)
            except StopIteration as end:
                self._reading = None
                return end.value

    def _whole(self):
        """The next message where all of it has come at once, as nearly always; else None, and nothing of it is lost."""
        data = self._spare = self._spare or self._more()
        if len(data) < _HEAD.size:
            return None
        size, count = _HEAD.unpack_from(data)
        place = _HEAD.size + _LENGTH.size * count
        if count > BUFFERS or len(data) < place + size:
            return None
        lengths = [length for (length,) in _LENGTH.iter_unpack(data[_HEAD.size : place])]
        if len(data) < place + size + sum(lengths):
            return None
        body, buffers = bytes(data[place : place + size]), []
        place += size
        for length in lengths:
            buffers.append(bytearray(data[place : place + length]))
            place += length
        self._spare = data[place:]
        return body, buffers

    def _more(self):
        """What has come, up to a size; waits until there is something."""
        try:
            data = self.sock.recv(CHUNK)
        except (TimeoutError, BlockingIOError):
            raise Late from None
        except OSError:
            raise Closed from None
        if not data:
            raise Closed
        return memoryview(data)

    def _read(self, view):
        """Fill the beginning of some memory; gives how many bytes."""
        if not self._spare:
            if len(view) >= CHUNK:
                read = self.sock.recv_into(view)
                if not read:
                    raise Closed
                return read
            self._spare = memoryview(self.sock.recv(CHUNK))
            if not self._spare:
                raise Closed
        read = min(len(view), len(self._spare))
        view[:read], self._spare = self._spare[:read], self._spare[read:]
        return read

    def _message(self):
        """The steps of reading one message: yields the memory to fill, returns the whole."""
        head = bytearray(_HEAD.size)
        yield memoryview(head), 0
        size, count = _HEAD.unpack(head)
        if size > BODY or count > BUFFERS:
            raise WireError("a message that is too large")
        lengths = bytearray(_LENGTH.size * count)
        yield memoryview(lengths), 0
        sizes = [length for (length,) in _LENGTH.iter_unpack(lengths)]
        if sum(sizes) > SIZE:
            raise WireError("a message that is too large")
        body = bytearray(size)
        yield memoryview(body), 0
        buffers = []
        for length in sizes:
            buffer = bytearray(length)
            yield memoryview(buffer), 0
            buffers.append(buffer)
        return bytes(body), buffers

    def close(self):
        """Hang up."""
        self.sock.close()


def pair():
    """Two connected sockets with room for a small message each way."""
    ends = socket.socketpair()
    for end in ends:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    return ends
