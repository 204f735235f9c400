"""How long an editor waits for `neops-blocks lsp`: until it is there, for diagnostics, for a completion.

`python benchmarks/language_server.py` prints the medians, in milliseconds. The pause that the server waits
for more typing is part of what is measured.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from lab.lsp_client import LspClient

ROUNDS = 20
HEAD = """\
schema: function-block/v1
name: lines_{lines}
package: fb.example.com
description: Steps that read interfaces, as many as wanted.
run_on: group
type: check
parameters:
  limit: {{type: integer, default: 10, description: The most errors.}}
fan_out: {{max_parallel: 50}}
steps:
"""
STEP = """\
  - id: s{number}
    name: read the interfaces, for the {number}th time
    command: show interfaces
    parse: textfsm
    timeout: 30
    when: params.limit > {number} and device.name is defined
"""
END = """\
result:
  message: "{{ hosts | length }} devices"
  data:
    last: {type: array, items: {}, per_device: "{{ steps.s0.parsed }}"}
"""


def block(lines: int) -> str:
    """A block of about that many lines."""
    steps = (lines - HEAD.count("\n") - END.count("\n")) // STEP.count("\n")
    return HEAD.format(lines=lines) + "".join(STEP.format(number=number) for number in range(steps)) + END


def main() -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as directory:
        started = time.perf_counter()
        client = LspClient(Path(directory))
        print(f"start to initialize    {(time.perf_counter() - started) * 1000:6.0f} ms")
        for lines in (60, 300, 2000):
            measure(client, (Path(directory) / f"b{lines}.block.yaml").as_uri(), block(lines))
        client.end()
        client.close()


def measure(client: LspClient, uri: str, text: str) -> None:
    """One size of file."""
    client.open(uri, text)
    assert client.diagnostics(uri) == []
    wrong, word = [], text.index("params.limit")
    half = text[: word + len("params.")] + text[word + len("params.limit") :]
    line = half[:word].count("\n")
    column = word - half.rfind("\n", 0, word) - 1 + len("params.")
    waits: dict[str, list[float]] = {"didChange to diagnostics": wrong, "completion": [], "hover": []}
    for number in range(ROUNDS):
        started = time.perf_counter()
        client.change(uri, half + f"# {number}\n")
        found = client.request("textDocument/completion", client.at(uri, line, column))
        waits["completion"].append(time.perf_counter() - started)
        assert [item["label"] for item in found["items"]] == ["limit"]
        started = time.perf_counter()
        client.change(uri, text.replace("params.limit", "params.limti", 1) + f"# {number}\n")
        assert [one["code"] for one in client.diagnostics(uri)] == ["NB505"]
        wrong.append(time.perf_counter() - started)
        started = time.perf_counter()
        client.request("textDocument/hover", client.at(uri, line, column - 9))
        waits["hover"].append(time.perf_counter() - started)
    lines = text.count("\n")
    for what, times in waits.items():
        print(f"{lines:5} lines: {what:24} {statistics.median(times) * 1000:6.0f} ms")


if __name__ == "__main__":
    main()
