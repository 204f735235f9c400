"""A client of the language server: a real process, its messages framed as the protocol says, no library."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
TIMEOUT = 20


class LspError(Exception):
    """The server answered a request with an error."""


class LspClient:
    """Speaks with one server; every wait has an end."""

    def __init__(self, directory, encodings=None, snippets=True, workspace=None, root=True, **capabilities):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "neops_blocks.cli", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=directory,
            env={**os.environ, "XDG_CACHE_HOME": str(directory / ".cache")},
        )
        self.messages = queue.Queue()
        self.errors = []
        self.texts = {}
        self.versions = {}
        self.asked = []
        self._published = {}
        self._number = 0
        self._readers = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        general = {"positionEncodings": encodings} if encodings else {}
        item = {"snippetSupport": snippets, "insertTextModeSupport": {"valueSet": [1, 2]}}
        self.answer = self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": directory.as_uri() if root else None,
                "capabilities": {
                    "general": general,
                    "textDocument": {"completion": {"completionItem": item}},
                    "workspace": {"workspaceEdit": {"documentChanges": True}, **(workspace or {})},
                    **capabilities,
                },
            },
        )
        self.notify("initialized", {})

    def _read(self):
        stream = self.process.stdout
        while True:
            length = 0
            while (line := stream.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            if not length:
                self.messages.put(None)
                return
            self.messages.put(json.loads(stream.read(length)))

    def _read_errors(self):
        for line in self.process.stderr:
            self.errors.append(line.decode())

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self._number += 1
        number = self._number
        self.send({"id": number, "method": method, "params": params})
        while True:
            message = self.next()
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise LspError(message["error"])
                return message["result"]

    def next(self):
        """The next message; published diagnostics are kept, requests of the server are granted."""
        try:
            message = self.messages.get(timeout=TIMEOUT)
        except queue.Empty:
            raise AssertionError(f"the server says nothing: {''.join(self.errors)}") from None
        assert message is not None, f"the server has ended: {''.join(self.errors)}"
        if message.get("method") == "textDocument/publishDiagnostics":
            self._published.setdefault(message["params"]["uri"], []).append(message["params"])
        elif "method" in message and "id" in message:
            self.asked.append(message)
            self.send({"id": message["id"], "result": None})
        return message

    def open(self, uri, text):
        self.texts[uri], self.versions[uri] = text, 1
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri, text):
        self.texts[uri] = text
        self.versions[uri] += 1
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": self.versions[uri]},
                "contentChanges": [{"text": text}],
            },
        )

    def diagnostics(self, uri):
        """Those of the newest text, once they come."""
        while True:
            for published in self._published.get(uri, []):
                if published.get("version") == self.versions[uri]:
                    return published["diagnostics"]
            self.next()

    def until(self, uri, codes):
        """The diagnostics of the newest text, once they have these codes: more than one lint may be needed."""
        while True:
            for published in self._published.get(uri, [])[-1:]:
                newest = published.get("version") == self.versions[uri]
                if newest and [one["code"] for one in published["diagnostics"]] == codes:
                    return published["diagnostics"]
            self.next()

    def published(self, uri):
        """Everything that was published for a file so far."""
        return self._published.get(uri, [])

    def at(self, uri, line, character):
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}

    def apply(self, edit):
        """Do the edits of a workspace edit; counts in UTF-16 as clients do."""
        for change in edit["documentChanges"]:
            uri = change["textDocument"]["uri"]
            assert change["textDocument"]["version"] == self.versions[uri]
            self.change(uri, edited(self.texts[uri], change["edits"]))

    def close(self):
        with contextlib.suppress(BrokenPipeError, OSError):
            self.process.stdin.close()
        try:
            self.process.wait(TIMEOUT)
        finally:
            self.process.kill()
            self.process.wait()
            for reader in self._readers:
                reader.join(TIMEOUT)
            self.process.stdout.close()
            self.process.stderr.close()
        assert "Traceback" not in "".join(self.errors), "".join(self.errors)

    def end(self):
        """Say good-bye as the protocol wants it; the exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(TIMEOUT)


def edited(text, edits):
    """The text with the edits of the protocol done, from the last to the first."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(position):
        line = lines[position["line"]]
        units = line.encode("utf-16-le")[: 2 * position["character"]]
        return starts[position["line"]] + len(units.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda one: -offset(one["range"]["start"])):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text
