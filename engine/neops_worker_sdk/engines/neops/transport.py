"""HTTP to the engine: one place where answers and faults of the connection become our errors."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from neops_worker_sdk.engines.errors import EngineRefusedError, EngineUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEMPORARY = frozenset({408, 425, 429})
_SHOWN = 300
_JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class Transport:
    """Keeps connections to one engine.

    Args:
        base_url: the engine's address; a slash at its end is dropped.
        token: sent as bearer token.
        timeout: seconds for one request.

    Raises:
        EngineRefusedError: a proxy of the environment cannot be used.
    """

    def __init__(self, base_url: str, token: str | None, timeout: float) -> None:
        self.base_url = base_url.rstrip("/")
        self._timeout = timeout
        headers = {**_JSON, **({"Authorization": f"Bearer {token}"} if token else {})}
        try:
            self._client = httpx.AsyncClient(
                headers=headers, timeout=timeout, trust_env=not _is_this_machine(self.base_url)
            )
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            raise EngineRefusedError(
                f"the proxy that the environment names for {self.base_url} cannot be used (HTTPS_PROXY, "
                f"HTTP_PROXY, ALL_PROXY): {error}; hosts in NO_PROXY are reached without one"
            ) from error

    async def post(self, path: str, body: bytes | Mapping[str, Any] | None = None, *, wait: float = 0) -> Any:
        """Send, and give what came back as JSON; None for an empty answer or one that is no JSON.

        Args:
            path: below the base URL.
            body: JSON text, or what to write as such.
            wait: seconds that the engine was asked to take its time.

        Raises:
            EngineUnavailableError: no answer, 408, 425, 429 or 5xx.
            EngineRefusedError: any other status that is no success.
        """
        content = body if isinstance(body, bytes) else b"" if body is None else _text_of(body)
        with self._translated(path):
            answer = await self._client.post(
                self.base_url + path, content=content, timeout=self._timeout + wait
            )
        if answer.is_success:
            return _json_of(answer)
        raise _refusal(path, answer)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    @contextlib.contextmanager
    def _translated(self, path: str) -> Iterator[None]:
        try:
            yield
        except httpx.TimeoutException as error:
            raise EngineUnavailableError(
                f"no answer from {self.base_url}{path} within {self._timeout:g} s ({type(error).__name__})"
            ) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise EngineRefusedError(
                f"{self.base_url!r} is no address of an engine ({error}); write for example http://127.0.0.1:3030"
            ) from error
        except httpx.HTTPError as error:
            text = str(error) or type(error).__name__
            raise EngineUnavailableError(f"cannot reach {self.base_url}{path}: {text}") from error


def _is_this_machine(url: str) -> bool:
    """Whether proxies of the environment must not stand between."""
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host == "::1" or host.startswith("127.")


def _text_of(body: Mapping[str, Any]) -> bytes:
    """JSON; a half of a character, which no JSON parser takes, becomes a question mark."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _json_of(answer: httpx.Response) -> Any:
    try:
        return answer.json() if answer.content else None
    except ValueError:
        return None


def _refusal(path: str, answer: httpx.Response) -> EngineUnavailableError | EngineRefusedError:
    status = answer.status_code
    said = " ".join(answer.text.split())[:_SHOWN]
    message = f"the engine answered {path} with {status} {answer.reason_phrase}" + (
        f": {said}" if said else ""
    )
    if status == 401:
        message += "; give the engine's token (ENGINE_TOKEN)"
    if status in TEMPORARY or status >= 500:
        return EngineUnavailableError(message, status)
    return EngineRefusedError(message, status)
