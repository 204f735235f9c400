"""Bodies: JSON that fits a model, or an answer that says what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.errors import InvalidBody

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_SHOWN = 10


class Body(BaseModel):
    """A request's body: camelCase on the wire, unknown keys ignored, no NaN."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, extra="ignore", allow_inf_nan=False, frozen=True
    )


B = TypeVar("B", bound=Body)


def body_of(model: type[B]) -> Callable[[Request], Awaitable[B]]:
    """A dependency: the request's body as a model. The parser refuses more than 200 levels of nesting."""

    async def read(request: Request) -> B:
        content = await request.body()
        try:
            return model.model_validate_json(content)
        except ValidationError as error:
            raise _invalid(error) from None

    return read


def _invalid(error: ValidationError) -> InvalidBody:
    found = error.errors(include_url=False, include_input=False, include_context=False)
    if found[0]["type"] == "json_invalid":
        return InvalidBody(f"the body is no JSON that can be read: {found[0]['msg']}")
    faults: list[dict[str, Any]] = [
        {"path": ".".join(map(str, fault["loc"])), "message": fault["msg"]} for fault in found
    ]
    text = "; ".join(f"{fault['path'] or 'body'}: {fault['message']}" for fault in faults[:_SHOWN])
    return InvalidBody(f"the body does not fit: {text}", faults=faults)
