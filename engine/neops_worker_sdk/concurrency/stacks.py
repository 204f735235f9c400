"""Looking at the stack of another thread: does it hold its event loop, and with what.

Code is recognised by its code object, never by a name: any file may be called ``tasks.py``.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import gc
import inspect
import logging
import queue
import sys
import threading
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.concurrency.activity import activity_of
from neops_worker_sdk.concurrency.calls import name_of
from neops_worker_sdk.concurrency.places import Owner, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType

_CALLBACK = asyncio.Handle._run.__code__
_BETWEEN_CALLBACKS = asyncio.BaseEventLoop._run_once.__code__  # type: ignore[attr-defined]
_COROUTINE = inspect.CO_COROUTINE | inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR
_GC_CAN_DEADLOCK = sys.version_info < (3, 11, 9)  # CPython issue 106883


def _short_lock_users() -> frozenset[CodeType]:
    classes: tuple[type, ...] = (
        logging.Handler,
        concurrent.futures.Future,
        queue.Queue,
    )
    functions: list[Any] = [f for cls in classes for f in vars(cls).values() if inspect.isfunction(f)]
    return frozenset(f.__code__ for f in [*functions, threading.Condition.__enter__])


_SHORT_LOCK_USERS = _short_lock_users()


def frame_of(thread_id: int) -> FrameType | None:
    """The innermost frame of the thread at this moment, None if it has ended or runs no Python code."""
    if not (_GC_CAN_DEADLOCK and gc.isenabled()):
        return sys._current_frames().get(thread_id)
    gc.disable()
    try:
        return sys._current_frames().get(thread_id)
    finally:
        gc.enable()


def holder_of(innermost: FrameType) -> FrameType | None:
    """The frame that holds the thread's event loop: the running callback's; None while the loop is free.

    Its identity tells one callback from the next, however alike they are. In a thread without an event loop
    it is the outermost frame of the author's code.
    """
    outermost: FrameType = innermost
    author: FrameType | None = None
    for frame in frames_outwards(innermost):
        if frame.f_code is _CALLBACK:
            return frame
        if frame.f_code is _BETWEEN_CALLBACKS:
            return None
        if owner_of(frame) is Owner.AUTHOR:
            author = frame
        outermost = frame
    torn = outermost.f_code.co_flags & _COROUTINE  # it was suspended while we looked
    return None if torn else author


def frames_of_hold(innermost: FrameType, holder: FrameType) -> list[FrameType]:
    """What the callback has called, outermost first."""
    frames = []
    for frame in frames_outwards(innermost):
        frames.append(frame)
        if frame is holder:
            break
    return frames[::-1]


def waits_for_a_short_lock(innermost: FrameType) -> bool:
    """Whether the thread stands where the standard library takes a lock that is only ever held briefly.

    If it stays there nevertheless, the lock's owner is waiting for the interpreter.
    """
    return innermost.f_code in _SHORT_LOCK_USERS


def callback_of(holder: FrameType) -> str:
    """The callback in words, without its arguments (they may be secret)."""
    callback: Any = getattr(_handle(holder), "_callback", None)
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, asyncio.Task):
        return f"task {owner.get_name()!r} ({name_of(owner.get_coro())})"
    while hasattr(callback, "func"):
        callback = callback.func
    try:
        return f"callback {callback!r}"
    except Exception:  # noqa: BLE001 - the repr is the author's code
        return f"callback of type {type(callback).__name__}"


def activity_in(holder: FrameType) -> str:
    """What the callback's task is working on, as told by `working_on`."""
    return activity_of(getattr(_handle(holder), "_context", None))


def _handle(holder: FrameType) -> Any:
    return holder.f_locals.get("self") if holder.f_code is _CALLBACK else None


def frames_outwards(frame: FrameType | None) -> Iterator[FrameType]:
    """`frame`, its caller, and so on."""
    while frame is not None:
        yield frame
        frame = frame.f_back
