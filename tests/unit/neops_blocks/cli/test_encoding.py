from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from neops_blocks.cli.encoding import escape_what_does_not_fit

TEXT = "é ✓ 日本 😀 \udcff"

BLOCK = """\
schema: function-block/v1
name: sizes
package: fb.example.com
version: 1.0.0
description: A Größe ✓ 😀.
run_on: global
type: none
steps: [{id: one, set: {x: 1}}]
result: {message: "größe ✓ 😀"}
"""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "koi8-r", "utf-8"])
def test_json_stays_json_in_every_encoding(encoding):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    escape_what_does_not_fit(stream, None, io.StringIO())
    stream.write(json.dumps(TEXT, ensure_ascii=False))
    stream.flush()
    assert json.loads(stream.buffer.getvalue().decode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("arguments", [("show", "--format", "json"), ("run", "--format", "json"), ("run",)])
def test_commands_read_utf8_and_print_in_a_locale_that_cannot(tmp_path, encoding, arguments):
    (tmp_path / "größe.block.yaml").write_text(BLOCK, encoding="utf-8")
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [sys.executable, "-m", "neops_blocks.cli", *arguments, "größe.block.yaml"],
        cwd=tmp_path,
        env={**os.environ, **locale},
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    if "json" in arguments:
        said = json.loads(done.stdout.decode("utf-8" if encoding == "ascii" else encoding))
        assert "öße ✓ 😀" in (said.get("message") or said["description"])
