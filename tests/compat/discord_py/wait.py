"""Everything the library told us, kept; and waiting for what it has told or will tell."""

import asyncio
import inspect

EVENT_TIMEOUT_S = 10


class Mismatch(Exception):
    """What a step saw is not what it wanted."""


class Events:
    def __init__(self):
        self._told = {}
        self._waiting = set()

    def all(self, name):
        """All that was told under this name, as tuples of arguments."""
        return self._told.get(name, [])

    def add(self, name, *args):
        self._told.setdefault(name, []).append(args)
        for entry in tuple(self._waiting):
            wanted_name, wanted, future = entry
            if wanted_name == name and not future.done() and _holds(wanted, args):
                future.set_result(args)

    async def seen(self, name, wanted=lambda *_: True, timeout_s=EVENT_TIMEOUT_S):
        """The first arguments for which `wanted` holds: already told, or told within the deadline."""
        for args in self.all(name):
            if _holds(wanted, args):
                return args
        entry = (name, wanted, asyncio.get_running_loop().create_future())
        self._waiting.add(entry)
        try:
            return await asyncio.wait_for(entry[2], timeout_s)
        except asyncio.TimeoutError:
            raise Mismatch(f"no {name} within {timeout_s} s: {_source(wanted)}") from None
        finally:
            self._waiting.discard(entry)


def equal(actual, expected, what="value"):
    if actual != expected:
        raise Mismatch(f"{what}: {actual!r} is not {expected!r}")


def true(condition, what):
    if not condition:
        raise Mismatch(what)


async def refused(awaitable, code, status):
    """It is refused with Discord's error of this code and status; returns the exception."""
    try:
        answer = await awaitable
    except Exception as error:
        actual = (getattr(error, "code", None), getattr(error, "status", None))
        equal(actual, (code, status), f"(code, status) of {error!r}")
        return error
    raise Mismatch(f"expected error {code}, got {answer!r}")


def _holds(wanted, args):
    """An event that lacks what `wanted` looks at is not the wanted one."""
    try:
        return wanted(*args)
    except (AttributeError, KeyError, TypeError):
        return False


def _source(wanted):
    try:
        return " ".join(inspect.getsource(wanted).split())[:120]
    except OSError:
        return repr(wanted)
