"""What the value of a setting may be: each kind reads texts and TOML values, and says what it expects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from neops_worker_sdk.jobs.settings import seconds_of

WEEK = 7 * 24 * 3600
_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


class UnfitError(ValueError):
    """A value is wrong in a way of its own; the text says what to do."""


class Kind(Protocol):
    """Reads the values of one kind."""

    @property
    def expected(self) -> str:
        """What a value must be, for messages and the reference."""

    def read(self, value: object, base: Path) -> Any:
        """The value for the settings; a relative path counts from `base`.

        Raises:
            UnfitError: the text says why.
            ValueError, TypeError, OverflowError, RuntimeError: it is not what is expected.
        """


@dataclass(frozen=True)
class Seconds:
    """A time."""

    least: float = 0.0
    most: float = WEEK

    @property
    def expected(self) -> str:
        """The range."""
        return f"seconds, from {self.least:g} to {self.most:,g}"

    def read(self, value: object, base: Path) -> float:
        """Fractions are fine."""
        return seconds_of(value, self.least, self.most)


@dataclass(frozen=True)
class Whole:
    """A count."""

    least: int
    most: int

    @property
    def expected(self) -> str:
        """The range."""
        return f"a whole number from {self.least} to {self.most}"

    def read(self, value: object, base: Path) -> int:
        """No fraction, and no truth value."""
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise TypeError(value)
        number = int(value)
        if not self.least <= number <= self.most:
            raise ValueError(value)
        return number


@dataclass(frozen=True)
class Switch:
    """On or off."""

    expected: str = "true or false"

    def read(self, value: object, base: Path) -> bool:
        """In any of the usual words."""
        word = str(value).strip().lower()
        if word not in (*_YES, *_NO):
            raise ValueError(value)
        return word in _YES


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def expected(self) -> str:
        """The words."""
        return f"{', '.join(self.words[:-1])} or {self.words[-1]}"

    def read(self, value: object, base: Path) -> str:
        """Case does not matter."""
        word = str(value).strip().lower()
        if word not in self.words:
            raise ValueError(value)
        return word


@dataclass(frozen=True)
class Text:
    """Any text."""

    expected: str = "a text"

    def read(self, value: object, base: Path) -> str:
        """Without white space around it."""
        if not isinstance(value, str):
            raise TypeError(value)
        return value.strip()


@dataclass(frozen=True)
class Token:
    """What an HTTP header can carry."""

    expected: str = "a token: letters, digits and signs, without white space"

    def read(self, value: object, base: Path) -> str:
        """Without white space around it, such as the line end of a file."""
        text = Text().read(value, base)
        if not text or not _is_plain(text):
            raise ValueError(text)
        return text


@dataclass(frozen=True)
class Texts:
    """Several texts."""

    expected: str = "texts separated by commas"

    def read(self, value: object, base: Path) -> tuple[str, ...]:
        """A list, or one text with commas; blank parts are none."""
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list | tuple) or not all(isinstance(part, str | Path) for part in parts):
            raise TypeError(value)
        return tuple(str(part).strip() for part in parts if str(part).strip())


@dataclass(frozen=True)
class Directory:
    """A path; nobody looks whether it exists."""

    expected: str = "a path"

    def read(self, value: object, base: Path) -> Path:
        """`~` is the home directory."""
        if not isinstance(value, str | Path):
            raise TypeError(value)
        return base / Path(str(value).strip()).expanduser()


@dataclass(frozen=True)
class Directories:
    """Several paths."""

    expected: str = "paths separated by commas"

    def read(self, value: object, base: Path) -> tuple[Path, ...]:
        """A list, or one text with commas."""
        return tuple(Directory().read(part, base) for part in Texts().read(value, base))


@dataclass(frozen=True)
class Address:
    """The base URL of an engine."""

    expected: str = "a URL such as http://127.0.0.1:3030 (http or https)"

    def read(self, value: object, base: Path) -> str:
        """As it is given, without a slash at its end."""
        text = Text().read(value, base)
        parts = urlsplit(text)
        if parts.scheme == "temporal":
            raise UnfitError(f"Temporal is not in this version; give {self.expected}")
        if "@" in parts.netloc:
            raise UnfitError("a user or password does not belong in it; a token is given on its own")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError(text)
        if not _is_plain(text):
            raise ValueError(text)
        _ = parts.port  # raises ValueError where it is none
        return text.rstrip("/")


def _is_plain(text: str) -> bool:
    """Whether it is visible ASCII, without white space."""
    return all("!" <= character <= "~" for character in text)
