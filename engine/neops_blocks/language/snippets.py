"""What editors insert: pieces of a block with places to fill in, written `${1:text}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.language.texts import first_line
from neops_blocks.model import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.model import StepModel

Snippet = dict[str, Any]


def _snippet(label: str, description: str, body: Any) -> Snippet:
    return {"label": label, "description": description, "body": body}


def step_snippet(kind: type[StepModel]) -> Snippet:
    """A step of a kind."""
    return _snippet(kind.kind, first_line(kind), dict(kind.snippet) or {kind.kind: "$1"})


BLOCK_SNIPPET = _snippet(
    "function block",
    "A block that reads something from every device of a group.",
    {
        "schema": SCHEMA,
        "name": "${1:name}",
        "package": "${2:fb.example.com}",
        "version": "1.0.0",
        "description": "${3:What the block does, in a sentence.}",
        "run_on": "${4|group,device,interface,global|}",
        "type": "${5|facts,check,configure,execute,none|}",
        "steps": [{"id": "${6:show}", "command": "${7:show version}", "timeout": 30}],
        "result": {
            "message": "${8:done}",
            "data": {"${9:output}": {"type": "string", "per_device": '"{{ steps.${6:show}.output }}"'}},
        },
    },
)

_TYPES = "${1|string,integer,number,boolean,array,object|}"

SNIPPETS: Mapping[str, tuple[Snippet, ...]] = {
    "ParameterSchema": (
        _snippet("required parameter", "Whoever runs the block has to give it.",
                 {"type": _TYPES, "description": "${2:what it is}"}),
        _snippet("parameter with a default", "The default holds where nothing is given.",
                 {"type": _TYPES, "default": "${2:value}",
                  "description": "${3:what it is}"}),
        _snippet("secret parameter", "Masked wherever it would be shown.",
                 {"type": "string", "secret": True, "description": "${1:what it is}"}),
    ),
    "ResultField": (
        _snippet("value for the block", "One value.",
                 {"type": _TYPES,
                  "value": '"{{ ${2:steps.ID.value} }}"'}),
        _snippet("value for each device", "A mapping of host name to value.",
                 {"type": _TYPES,
                  "per_device": '"{{ ${2:steps.ID.value} }}"'}),
    ),
    "LoopModel": (
        _snippet("loop with a name", "The item is called by the name under `as`.",
                 {"over": "${1:params.ports}", "as": "${2:port}"}),
    ),
    "RetryModel": (
        _snippet("try again on error", "Until there is no error.", {"attempts": "${1:3}", "delay": "${2:5}"}),
        _snippet("wait until", "Until the condition holds for the step's own result, `this`.",
                 {"until": "${1:\"'up' in this.output\"}", "delay": "${2:5}", "within": "${3:60}"}),
    ),
    "PromptModel": (
        _snippet("prompt", "A question of the device, and the answer.",
                 {"expect": "'${1:\\\\[confirm\\\\]}'", "send": '"${2:\\\\n}"'}),
    ),
    "Condition": (
        _snippet("condition", "It has to hold; the message is for when it does not.",
                 {"that": "${1:steps.ID.ok}", "message": "${2:what is wrong}"}),
    ),
    "FanOut": (
        _snippet("many devices", "So many at one time; so many may fail.",
                 {"max_parallel": "${1:50}", "max_failures": "${2:10%}"}),
    ),
}  # fmt: skip
"""By the model whose value they are."""
