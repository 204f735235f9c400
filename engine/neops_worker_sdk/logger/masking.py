"""Masking by value: the text of every secret disappears from whatever leaves the process."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections import deque
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MASK = "***"
SHORT = 4
_REMEMBERED = 8


class Masker:
    """Replaces every occurrence of the secrets it was given by `***`.

    A secret shorter than four characters is masked where it stands as a word of its own, so that a password
    `a` does not make every text unreadable. Empty secrets are none. A secret is found as it is, as JSON and
    Python write it between quotes, and line by line.
    """

    def __init__(self, secrets: Iterable[str | None] = ()) -> None:
        self._lock = threading.Lock()
        self._forms: frozenset[str] = frozenset()
        self._long: tuple[str, ...] = ()
        self._short: re.Pattern[str] | None = None
        self.learn(secrets)

    def learn(self, secrets: Iterable[str | None]) -> None:
        """Hide these secrets too, from now on; any thread may call it."""
        forms = {form for secret in secrets if secret for form in _forms(secret)}
        with self._lock:
            if not forms <= self._forms:
                self._forms |= forms
                longest_first = sorted(self._forms, key=lambda form: (-len(form), form))
                self._long = tuple(form for form in longest_first if len(form) >= SHORT)
                words = [re.escape(form) for form in longest_first if len(form) < SHORT]
                self._short = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") if words else None

    def text(self, text: str) -> str:
        """The text with each secret masked."""
        for form in self._long:  # many times quicker than one pattern of many passwords
            if form in text:
                text = text.replace(form, MASK)
        return self._short.sub(MASK, text) if self._short else text

    def data(self, value: Any) -> Any:
        """A copy of JSON-like data with each secret masked in its texts, keys and numbers."""
        if not self._forms:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.data(key): self.data(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(item) for item in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            written = str(value)
            return MASK if len(written) >= SHORT and written in self._forms else value
        return value


def secret_texts(value: Any) -> Iterator[str]:
    """The texts in a secret value of any type; true, false and null are none."""
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    if hasattr(value, "model_fields"):  # of pydantic, which this module does without
        value = {name: getattr(value, name, None) for name in type(value).model_fields}
    if isinstance(value, dict):
        for item in value.values():
            yield from secret_texts(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from secret_texts(item)
    elif isinstance(value, bytes):
        yield value.decode(errors="replace")
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _forms(secret: str) -> Iterator[str]:
    for text in (
        secret,
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
    ):
        yield text
        if text.strip():
            yield text.strip()
    for line in secret.splitlines():
        if len(line.strip()) >= SHORT:
            yield line.strip()


_CURRENT: ContextVar[Masker | None] = ContextVar("neops_masker", default=None)
_live: list[Masker] = []
_ended: deque[Masker] = deque(maxlen=_REMEMBERED)
_lock = threading.Lock()


@contextlib.contextmanager
def masking(masker: Masker) -> Iterator[None]:
    """What is said within, in this context and those copied from it, has its secrets masked by `masker`."""
    token = _CURRENT.set(masker)
    with _lock:
        _live.append(masker)
    try:
        yield
    finally:
        with _lock:
            _live.remove(masker)
            _ended.append(masker)
        _CURRENT.reset(token)


def current_maskers() -> tuple[Masker, ...]:
    """Who masks what is said at this moment.

    The masker of the context. Where there is none, as in the threads that libraries start: those of all
    that goes on, and of the last few that have ended, since such threads may still have to say something.
    """
    masker = _CURRENT.get()
    if masker is not None:
        return (masker,)
    with _lock:
        return (*_live, *_ended)
