"""Runs in the client's environment: calls that come in as lines of JSON, what the client made of the answers.

python client_bridge.py URL

A line is ``{"call": "WorkersApi.workers_controller_find_one", "arguments": {"uuid": "..."}}``; an argument that
the client wants as one of its models is given as the JSON that the model reads. The answer is a line: ``status``,
the ``type`` that the client made of the body with its ``value`` as JSON, and the exception that it ``raised``.
The status is 0 where the client could not read the answer.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
import typing

import neops_workflow_engine_client as published


def as_argument(annotation, value):
    """What a method takes for a JSON value."""
    while typing.get_origin(annotation) in (typing.Annotated, typing.Union):
        annotation = typing.get_args(annotation)[0]
    return annotation.from_dict(value) if hasattr(annotation, "from_dict") else value


def as_json(value):
    """A value of the client as JSON: its models by their names on the wire."""
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


def kind(value):
    """The name of a value's type, of a list with that of its elements."""
    if isinstance(value, list):
        return f"[{', '.join(sorted({kind(one) for one in value}))}]"
    return type(value).__name__


async def answer(client, request):
    """Make one call."""
    api, _, name = request["call"].partition(".")
    method = getattr(getattr(published, api)(client), f"{name}_with_http_info")
    wanted = inspect.signature(method).parameters
    arguments = {
        key: as_argument(wanted[key].annotation, value) for key, value in request["arguments"].items()
    }
    try:
        answered = await method(**arguments)
    except published.ApiException as error:
        return said(error.status, error.data, as_json(error.data), error)
    return said(answered.status_code, answered.data, as_json(answered.data))


def said(status, value, shown, error=None):
    """A line of ours."""
    raised = None if error is None else kind(error)
    return {"status": status, "type": kind(value), "value": shown, "raised": raised}


async def main(url):
    """Answer until the input ends."""
    async with published.ApiClient(published.Configuration(host=url)) as client:
        for line in sys.stdin:
            try:
                told = await answer(client, json.loads(line))
            except Exception as error:
                told = said(0, None, str(error), error)
            print(json.dumps(told, default=str), flush=True)


asyncio.run(main(sys.argv[1]))
