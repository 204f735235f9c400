"""Known hosts in OpenSSH's format: look a device up, and add one that is new."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, TYPE_CHECKING

from neops_blocks.diagnostics import DriverFailure, HostKeyMismatch, HostKeyUnknown

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from neops_blocks.drivers.port import Target

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A line of the file that speaks of the device."""

    line: int
    kind: str
    blob: bytes
    revoked: bool = False


def file_of(target: Target) -> Path:
    """The known hosts file of the target."""
    return target.known_hosts or home() / "known_hosts"


def home() -> Path:
    """The directory of the user's SSH files. Raises DriverFailure where the user has no home."""
    try:
        return Path("~/.ssh").expanduser()
    except RuntimeError as error:
        raise DriverFailure(
            "this user has no home directory, so there is no ~/.ssh for known hosts and keys",
            hint="set HOME, or give known_hosts, and key_file or password",
        ) from error


def name_of(target: Target) -> str:
    """How the device is named in the file: `host`, or `[host]:port`."""
    host = target.host.lower()
    return host if target.port == 22 else f"[{host}]:{target.port}"


def keys_of(target: Target) -> tuple[KnownKey, ...]:
    """The keys that the file knows of the device; none where there is no file."""
    try:
        text = file_of(target).read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(_matching(text.splitlines(), name_of(target)))


def check(target: Target, kind: str, blob: bytes) -> None:
    """Judge the key that the device showed, as target.host_key says; accept-new writes a new one down.

    Raises:
        HostKeyMismatch: the file knows another key for the device, or says that this one is revoked.
        HostKeyUnknown: the file knows none, and host_key is strict.
    """
    if target.host_key == "ignore":
        return
    known = keys_of(target)
    if known:
        _judge(target, known, blob)
    elif target.host_key == "strict":
        raise HostKeyUnknown(f"{target.name} ({name_of(target)}) is not in {file_of(target)}")
    else:
        _add(target, kind, blob)


def fingerprint(blob: bytes) -> str:
    """The fingerprint as OpenSSH prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def _judge(target: Target, known: Iterable[KnownKey], blob: bytes) -> None:
    rows = tuple(known)
    for key in rows:
        if key.revoked and key.blob == blob:
            raise HostKeyMismatch(
                f"{target.name} shows a host key that {file_of(target)}:{key.line} says is revoked",
                hint="the key may be stolen: give the device a new one",
            )
    good = [key for key in rows if not key.revoked]
    if any(key.blob == blob for key in good):
        return
    where = f"{file_of(target)}:{good[0].line if good else rows[0].line}"
    raise HostKeyMismatch(
        f"{target.name} ({name_of(target)}) shows another host key ({fingerprint(blob)}) than {where} knows",
        hint=f"somebody may listen in; if the device was replaced, remove its old key: "
        f"ssh-keygen -f {file_of(target)} -R '{name_of(target)}'",
    )


def _add(target: Target, kind: str, blob: bytes) -> None:
    path = file_of(target)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("a+b") as file, _locked(file):
            file.seek(0)
            text = file.read().decode(errors="replace")
            known = tuple(_matching(text.splitlines(), name_of(target)))
            if known:
                return _judge(target, known, blob)
            start = "" if not text or text.endswith("\n") else "\n"
            file.write(f"{start}{name_of(target)} {kind} {base64.b64encode(blob).decode()}\n".encode())
    except OSError as error:
        logger.error("the host key of %s cannot be remembered in %s: %s", target.name, path, error)


@contextmanager
def _locked(file: IO[bytes]) -> Iterator[None]:
    """Only one thread of one process at a time; the lock ends with the file."""
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX)
    yield
    file.flush()


def _matching(lines: Iterable[str], name: str) -> Iterator[KnownKey]:
    for number, line in enumerate(lines, 1):
        words = line.split()
        marker = words.pop(0) if words and words[0].startswith("@") else None
        if len(words) < 3 or words[0].startswith("#") or marker not in (None, "@revoked"):
            continue
        if not _names(words[0], name):
            continue
        try:
            yield KnownKey(number, words[1], base64.b64decode(words[2], validate=True), marker is not None)
        except binascii.Error:
            continue


def _names(patterns: str, name: str) -> bool:
    if patterns.startswith("|1|"):
        return _hashed(patterns, name)
    found = False
    for pattern in patterns.lower().split(","):
        negated, plain = pattern.startswith("!"), pattern.lstrip("!")
        if plain == name or (("*" in plain or "?" in plain) and fnmatchcase(name, plain.replace("[", "[[]"))):
            if negated:
                return False
            found = True
    return found


def _hashed(text: str, name: str) -> bool:
    try:
        salt, digest = (base64.b64decode(part, validate=True) for part in text[3:].split("|"))
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(hmac.new(salt, name.encode(), "sha1").digest(), digest)
