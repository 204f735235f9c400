"""What is known of the thing under the mouse, as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.language import place
from neops_blocks.lint import RULES
from neops_blocks.lint.explanations import as_markdown
from neops_blocks.lsp.callables import text_of
from neops_blocks.lsp.descriptions import schema_text, step_text
from neops_blocks.lsp.files import function_at
from neops_blocks.lsp.members import members
from neops_blocks.lsp.pointed import thing_at, word_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lsp.buffer import Block, Buffer
    from neops_blocks.lsp.pointed import Spot, Word

_CODE = re.compile(r"\bNB\d{3}\b")
_RULES = {str(rule.code): rule for rule in RULES}


@dataclass(frozen=True)
class Hover:
    """Markdown, and the characters that it is about."""

    text: str
    start: int
    end: int


def hover(buffer: Buffer, offset: int, findings: Sequence[Finding] = ()) -> Hover | None:
    """What is known at an offset: of the thing itself, and of the rules that have found something there."""
    found = _code(buffer, offset) or _word(buffer, offset) or _thing(buffer, offset)
    about = [
        finding
        for finding in findings
        if finding.span.start.offset <= offset <= finding.span.end.offset and finding.code in _RULES
    ]
    texts = [found.text] if found is not None else []
    texts += [_rule(code) for code in dict.fromkeys(str(finding.code) for finding in about)]
    if not texts:
        return None
    spans = [(found.start, found.end)] if found is not None else []
    spans += [(finding.span.start.offset, finding.span.end.offset) for finding in about]
    return Hover("\n\n---\n\n".join(texts), *spans[0])


def _rule(code: str) -> str:
    rule = _RULES[code]
    return f"**{rule.code} {rule.name}**\n\n{as_markdown(rule)}"


def _code(buffer: Buffer, offset: int) -> Hover | None:
    """The code of a rule in a comment."""
    line = buffer.lines.position(offset).line
    start, text = buffer.lines.line_start(line), buffer.lines.line(line)
    for code in _CODE.finditer(text):
        if start + code.start() <= offset <= start + code.end() and "#" in text[: code.start()]:
            return (
                Hover(_rule(code.group()), start + code.start(), start + code.end()) if _known(code) else None
            )
    return None


def _known(code: re.Match[str]) -> bool:
    return code.group() in _RULES


def _word(buffer: Buffer, offset: int) -> Hover | None:
    word = word_at(buffer, offset)
    if word is None:
        return None
    kind = word.part.kind
    text = _name(word) if kind == "name" else text_of(kind, word.part.partial)
    return Hover(text, word.start, word.end) if text else None


def _name(word: Word) -> str | None:
    for member in members(word.part.chain, word.block, word.path):
        if member.name == word.part.partial:
            whole = ".".join((*word.part.chain, member.name)).replace(".[]", "[…]")
            head = f"**{whole}**" + (f" ({member.detail})" if member.detail else "")
            return f"{head}\n\n{member.text}" if member.text else head
    return None


def _thing(buffer: Buffer, offset: int) -> Hover | None:
    block = buffer.block_at(offset)
    spot = thing_at(block, offset)
    if spot is None or not spot.path:
        return None
    text = _own_text(block, spot, buffer) or _language_text(block, spot)
    return Hover(text, spot.span.start.offset, spot.span.end.offset) if text else None


def _own_text(block: Block, spot: Spot, buffer: Buffer) -> str | None:
    """Of what the author has named."""
    path, document = spot.path, block.document
    if document is None:
        return None
    if spot.on_key and path[:1] == ("parameters",) and len(path) == 2:
        return f"**parameter {path[1]}**\n\n{schema_text(document.block.parameters.get(str(path[1])))}"
    if not spot.on_key and path[:1] == ("steps",) and path[2:] == ("id",):
        step = next((step for step in document.block.steps if step.path == path[:2]), None)
        return f"**step {spot.node.value}**\n\n{step_text(step)}" if step is not None else None
    if not spot.on_key and path[-1:] == ("python",) and isinstance(spot.node.value, str):
        function = function_at(buffer.directory, spot.node.value)
        return f"```python\n{function.signature}\n```\n\n{function.text}" if function is not None else None
    return None


def _language_text(block: Block, spot: Spot) -> str | None:
    """Of a key of the language, or of one of its words."""
    here = place(spot.path, block.node)
    if spot.on_key:
        values = f"Values: {', '.join(f'`{choice.text}`' for choice in here.choices)}" if here.choices else ""
        return "\n\n".join(filter(None, [f"**{spot.path[-1]}**", here.text, values])) if here.text else None
    for choice in here.choices:
        if choice.text == spot.node.raw and choice.about:
            return f"**{choice.text}**\n\n{choice.about}"
    return None
