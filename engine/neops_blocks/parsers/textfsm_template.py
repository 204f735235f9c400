"""TextFSM templates: compile one, run it on a text."""

from __future__ import annotations

import io
import re
import threading
from typing import TYPE_CHECKING, Any

from neops_blocks.parsers.port import ParserSpecError, no_match

if TYPE_CHECKING:
    from neops_blocks.parsers.port import ParseInput

_LINE = re.compile(r"[ .]*\bLine:? (\d+)\.?$")


class Template:
    """A compiled template; TextFSM keeps its state in it, so one thread at a time runs it."""

    def __init__(self, name: str, machine: Any) -> None:
        self._name = name
        self._machine = machine
        self._lock = threading.Lock()

    def rows(self, text: str, about: ParseInput) -> list[dict[str, Any]]:
        """The records, keys in lower case.

        Raises:
            ParseFailed: the template finds no record, or refuses the text by its Error action.
        """
        import textfsm

        header = [name.lower() for name in self._machine.header]
        try:
            with self._lock:
                self._machine.Reset()
                records = self._machine.ParseText(text)
        except textfsm.TextFSMError as error:
            raise no_match(f"the template {self._name} refuses the output: {error}", text, about) from error
        if not records:
            raise no_match(f"the template {self._name} finds no record", text, about)
        return [dict(zip(header, record, strict=True)) for record in records]


def compile_template(source: str, name: str) -> Template:
    """The compiled template.

    Raises:
        ParserSpecError: it is not valid; the message begins with the file and, where known, the line.
    """
    import textfsm

    try:
        return Template(name, textfsm.TextFSM(io.StringIO(source)))
    except Exception as error:
        message = str(error) if isinstance(error, textfsm.Error) else f"not a TextFSM template: {error}"
        line = _LINE.search(message)
        place = f"{name}:{line[1]}" if line else name
        raise ParserSpecError(f"{place}: {_LINE.sub('', message)}") from error
