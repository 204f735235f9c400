"""What a form sent, if it was a form of this page that did."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from neops_dev_engine.errors import ApiError, Refused

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.requests import Request

_MOST_FIELDS = 20_000
_FORM = "application/x-www-form-urlencoded"


class InvalidForm(ApiError):
    """The body is none that a form of this page sends."""

    code = "InvalidForm"


class Form:
    """The fields of a form, in which each name may be there more than once."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in fields:
            self._fields.setdefault(name, []).append(value.replace("\r\n", "\n"))

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def text(self, name: str) -> str:
        """What is in a field; empty if it was not sent."""
        return self._fields.get(name, [""])[-1]

    def texts(self, name: str) -> list[str]:
        """Everything that was sent under a name."""
        return self._fields.get(name, [])


async def read_form(request: Request) -> Form:
    """The fields that were sent.

    Raises:
        Refused: the form is not of this page.
        InvalidForm: this is no form.
    """
    check_same_origin(request.headers)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if body and media_type != _FORM:
        raise InvalidForm(f"a form comes as {_FORM}, this is {media_type or 'of no type'}")
    try:
        fields = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise InvalidForm(f"the form cannot be read: {error}") from None
    return Form(fields)


def check_same_origin(headers: Headers) -> None:
    """Let only forms of this page pass; browsers say where a form was. Raises Refused."""
    own = headers.get("host", "").lower()
    said = headers.get("origin") or headers.get("referer") or ""
    try:
        came_from = urlsplit(said).netloc.lower()
    except ValueError:
        came_from = ""
    if not own or came_from != own:
        raise Refused(
            "the form was not sent by a page of this engine",
            hint="a program should use POST /dev/submissions instead",
        )
