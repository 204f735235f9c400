"""Masking by value: the text of every secret disappears from whatever leaves the process."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

MASK = "***"
SHORT = 4


class Masker:
    """Replaces every occurrence of the secrets it was given by `***`.

    A secret shorter than four characters is masked where it stands as a word of its own, so that a password
    `a` does not make every text unreadable. Empty secrets are none.
    """

    def __init__(self, secrets: Iterable[str | None] = ()) -> None:
        self._lock = threading.Lock()
        self._forms: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None
        self.learn(secrets)

    def learn(self, secrets: Iterable[str | None]) -> None:
        """Hide these secrets too, from now on; any thread may call it."""
        forms = {form for secret in secrets if secret for form in (secret, secret.strip()) if form}
        with self._lock:
            if not forms <= self._forms:
                self._forms |= forms
                longest_first = sorted(self._forms, key=lambda form: (-len(form), form))
                self._pattern = re.compile("|".join(map(_pattern, longest_first)))

    def text(self, text: str) -> str:
        """The text with each secret masked."""
        return self._pattern.sub(MASK, text) if self._pattern else text

    def data(self, value: Any) -> Any:
        """A copy of JSON-like data with each secret masked in its texts and keys."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.data(key): self.data(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(item) for item in value]
        return value


def _pattern(secret: str) -> str:
    escaped = re.escape(secret)
    return rf"(?<!\w){escaped}(?!\w)" if len(secret) < SHORT else escaped
