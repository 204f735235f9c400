"""HTTP to an engine; the only module of the language that knows an HTTP client."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Self

import httpx

from neops_blocks.cli.problems import Problem
from neops_blocks.cli.terminal import harmless
from neops_blocks.diagnostics import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from neops_blocks.cli.engine_address import Address

CONNECTING, ANSWERING = 5.0, 30.0
TEMPORARY = frozenset({408, 425, 429})
SHOWN = 300
_START_ONE = "start one: neops-blocks engine; another one is named by --engine URL"


class EngineUnavailable(Problem):
    """No answer, or one that says to come again; `sent` tells whether the engine may have got the request."""

    def __init__(self, message: str, hint: str | None = None, *, sent: bool) -> None:
        super().__init__(message, hint)
        self.sent = sent


class EngineRefused(Problem):
    """The engine says no.

    Attributes:
        status: of HTTP.
        code: the engine's name for what is wrong; empty if the answer is not in the form of our engine.
        said: the engine's message.
        advice: what the engine says to do.
        faults: of a submission that does not fit, each with `path` and `message`.
    """

    def __init__(self, message: str, hint: str | None, status: int, body: dict[str, Any]) -> None:
        super().__init__(message, hint)
        self.status = status
        self.code = str(body.get("error") or "")
        self.said = harmless(str(body.get("message") or ""))
        self.advice = harmless(str(body["hint"])) if body.get("hint") else None
        self.faults = body.get("faults") or []


class EngineClient:
    """Keeps connections to one engine; every fault becomes a `Problem`.

    Args:
        address: where it is.
        token: sent as bearer token.
    """

    def __init__(self, address: Address, token: str | None) -> None:
        self.address = address
        self._has_token = token is not None
        headers = {"Accept": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        try:
            self._http = httpx.Client(
                base_url=address.url,
                headers=headers,
                timeout=_timeout(0),
                trust_env=not address.is_this_machine,
            )
        except (httpx.InvalidURL, ValueError, OSError) as error:  # OSError: certificates of the environment
            raise Problem(f"cannot speak to {address.url}: {error}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, path: str, query: Mapping[str, Any] | None = None, *, wait: float = 0.0) -> Any:
        """The JSON at a path.

        Args:
            path: below the base URL.
            query: parameters.
            wait: seconds that the engine was asked to take its time.

        Raises:
            EngineUnavailable: no answer, 408, 425, 429 or 5xx.
            EngineRefused: any other status that is no success.
            Problem: the answer is no JSON.
        """
        return self._ask("GET", path, params=query, timeout=_timeout(wait))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Send JSON; the JSON that comes back. Raises as `get`."""
        return self._ask("POST", path, json=body)

    def _ask(self, method: str, path: str, **request: Any) -> Any:
        url = self.address.url
        try:
            answer = self._http.request(method, path, **request)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise EngineUnavailable(
                f"no engine answers at {url}: {_reason(error)}", _START_ONE, sent=False
            ) from None
        except httpx.TimeoutException as error:
            raise EngineUnavailable(
                f"the engine at {url} did not answer {method} {path} in time ({_reason(error)})", sent=True
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EngineUnavailable(
                f"the connection to {url} broke at {method} {path}: {_reason(error)}", sent=True
            ) from None
        if answer.is_success:
            return self._json(answer, f"{method} {path}")
        raise self._refusal(answer, f"{method} {path}")

    def _json(self, answer: httpx.Response, what: str) -> Any:
        try:
            return json.loads(answer.content)
        except (ValueError, RecursionError):
            raise not_an_engine(self.address, f"it answered {what} with {_gist(answer)}") from None

    def _refusal(self, answer: httpx.Response, what: str) -> Problem:
        url, status = self.address.url, answer.status_code
        body = _body(answer)
        said = harmless(str(body.get("message") or "")) or _gist(answer)
        text = f"the engine at {url} answered {what} with {status} {answer.reason_phrase}: {said}"
        if status in TEMPORARY or status >= 500:
            return EngineUnavailable(text, sent=status >= 500)
        if answer.is_redirect:
            where = harmless(answer.headers.get("location", "nowhere"))
            return not_an_engine(self.address, f"it sends {what} elsewhere, to {where}")
        if status == 401:
            return self._unauthorized()
        hint = harmless(str(body["hint"])) if body.get("hint") else None
        return EngineRefused(text, hint, status, body)

    def _unauthorized(self) -> Problem:
        url = self.address.url
        if self._has_token:
            return Problem(f"the engine at {url} refuses the token", "is it the token of this engine?")
        return Problem(
            f"the engine at {url} wants a token", "give it in ENGINE_TOKEN, or in a file: --token-file FILE"
        )


def not_an_engine(address: Address, why: str) -> Problem:
    """What to say of an answer that no engine gives."""
    return Problem(
        f"what listens at {address.url} does not answer like an engine: {why}",
        "is it the address of the engine? --engine URL, or URL_BLACKBOARD, gives another one",
    )


def _timeout(wait: float) -> httpx.Timeout:
    return httpx.Timeout(ANSWERING + wait, connect=CONNECTING)


def _reason(error: Exception) -> str:
    text = re.sub(r"^\[Errno -?\d+\] ", "", str(error))
    return harmless(text) or type(error).__name__


def _body(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _gist(answer: httpx.Response) -> str:
    """An answer in a few words."""
    kind = answer.headers.get("content-type", "").partition(";")[0] or "no type"
    text = shortened(harmless(" ".join(answer.text.split())), SHOWN) if "html" not in kind else ""
    return f"{harmless(kind)}: {text}" if text else f"{harmless(kind)}, {len(answer.content)} bytes"
