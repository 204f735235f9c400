"""The language server as an editor meets it: a real process, the protocol on standard input and output."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from lab.lsp_client import LspClient, LspError

pytest.importorskip("pygls")

GOOD = """\
schema: function-block/v1
name: versions
package: fb.example.com
description: Which software devices run.
run_on: group
type: facts
parameters:
  site:
    type: string
    description: Where to look.
fan_out: {where: device.data.site == params.site}
steps:
  - id: show
    command: show version
    parse: textfsm
    timeout: 30
result:
  message: "{{ hosts | length }} devices read"
  data:
    version: {type: string, per_device: "{{ steps.show.parsed[0].version }}"}
"""
MISTAKES = [
    ("params.site", "params.sitte", "NB505"),
    ("    timeout: 30", "    timeuot: 30", "NB201"),
    ("length", "lenght", "NB502"),
    ("steps.show.parsed", "steps.shwo.parsed", "NB401"),
]


@pytest.fixture
def start(tmp_path):
    """start(...) -> a client of a server of its own; the server is ended afterwards."""
    clients = []

    def begin(**options):
        clients.append(LspClient(tmp_path, **options))
        return clients[-1]

    yield begin
    for client in clients:
        client.close()


@pytest.fixture
def client(start):
    return start()


@pytest.fixture
def uri(tmp_path):
    return (tmp_path / "versions.block.yaml").as_uri()


def place(text, word, character=0):
    before = text[: text.index(word) + character]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def typed(text):
    """The text as it grows, some characters at a time."""
    return [text[:end] for end in range(7, len(text), 41)] + [text]


def changes(file, *, created=False, deleted=False):
    return {"changes": [{"uri": file.as_uri(), "type": 1 if created else 3 if deleted else 2}]}


def test_a_block_with_four_mistakes_is_typed_and_two_fixes_are_applied(client, uri):
    text = GOOD
    for right, wrong, _ in MISTAKES:
        text = text.replace(right, wrong, 1)
    client.open(uri, "")
    for part in typed(text):
        client.change(uri, part)
    found = client.diagnostics(uri)
    assert {one["code"] for one in found} == {code for _, _, code in MISTAKES}
    for right, wrong, code in MISTAKES:
        (one,) = [one for one in found if one["code"] == code]
        start, end = one["range"]["start"], one["range"]["end"]
        assert start["line"] == end["line"] == place(text, wrong)[0]
        pointed = text.split("\n")[start["line"]][start["character"] : end["character"]]
        assert pointed in wrong
        assert pointed not in right
        assert one["source"] == "neops-blocks"
        page = Path(unquote(urlsplit(one["codeDescription"]["href"]).path))
        assert page.read_text().startswith(f"# {code} ")
    for code in ("NB505", "NB502"):
        (one,) = [one for one in client.diagnostics(uri) if one["code"] == code]
        params = {"textDocument": {"uri": uri}, "range": one["range"], "context": {"diagnostics": [one]}}
        (action,) = client.request("textDocument/codeAction", params)
        assert action["kind"] == "quickfix"
        assert action["diagnostics"] == [one]
        client.apply(action["edit"])
    assert {one["code"] for one in client.diagnostics(uri)} == {"NB201", "NB401"}
    client.change(uri, GOOD)
    assert client.diagnostics(uri) == []


def test_what_the_server_offers(client):
    can = client.answer["capabilities"]
    assert can["positionEncoding"] == "utf-16"
    assert can["textDocumentSync"]["openClose"]
    for feature in ("hover", "definition", "references", "rename", "documentSymbol", "documentHighlight"):
        assert can[f"{feature}Provider"], feature
    assert "source.fixAll.neops-blocks" in can["codeActionProvider"]["codeActionKinds"]
    assert client.answer["serverInfo"]["name"] == "neops-blocks"


@pytest.mark.parametrize(
    ("encodings", "chosen", "column"),
    [
        (None, "utf-16", 24),
        (["utf-8", "utf-16"], "utf-8", 29),
        (["utf-32"], "utf-32", 22),
        (["utf-7"], "utf-16", 24),
    ],
)
def test_columns_count_what_the_client_counts(start, uri, encodings, chosen, column):
    client = start(encodings=encodings)
    assert client.answer["capabilities"]["positionEncoding"] == chosen
    text = GOOD.replace("{{ hosts | length }}", "😀 e\u0301 😀 {{ hostss }}").replace("\n", "\r\n")
    client.open(uri, "\ufeff" + text)
    (one,) = [one for one in client.diagnostics(uri) if one["code"] == "NB504"]
    assert one["range"]["start"] == {"line": 17, "character": column}
    answer = client.request("textDocument/hover", client.at(uri, 17, column + 1))
    assert "NB504 unknown-name" in answer["contents"]["value"]
    assert answer["range"]["start"] == {"line": 17, "character": column}


def test_a_duplicate_points_at_the_first_one_and_what_is_unused_is_marked_so(client, uri):
    text = GOOD.replace("fan_out: {where: device.data.site == params.site}\n", "")
    text = text.replace("result:", "  - id: show\n    set: 1\nresult:")
    client.open(uri, text)
    found = {one["code"]: one for one in client.diagnostics(uri)}
    (related,) = found["NB210"]["relatedInformation"]
    assert related["location"]["uri"] == uri
    assert related["location"]["range"]["start"]["line"] == place(text, "id: show")[0]
    assert found["NB304"]["tags"] == [1]
    assert (found["NB210"]["severity"], found["NB304"]["severity"]) == (1, 2)


def test_several_blocks_in_a_file_each_have_their_own(client, uri):
    client.open(
        uri, f"{GOOD}---\n{GOOD.replace('name: versions', 'name: other').replace('length', 'lenght')}"
    )
    (one,) = client.diagnostics(uri)
    assert one["range"]["start"]["line"] == GOOD.count("\n") + 1 + place(GOOD, "length")[0]
    symbols = client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert [symbol["name"] for symbol in symbols] == ["versions", "other"]


def test_only_the_newest_text_gets_diagnostics(client, uri):
    client.open(uri, GOOD)
    for number in range(30):
        client.change(uri, GOOD + f"# {number}\n")
    client.change(uri, GOOD.replace("length", "lenght"))
    assert [one["code"] for one in client.diagnostics(uri)] == ["NB502"]
    versions = [published["version"] for published in client.published(uri)]
    assert versions == sorted(versions)
    assert len(versions) < 10


def test_two_blocks_with_one_identifier_are_found_across_the_files_of_a_folder(client, uri, tmp_path):
    saved = tmp_path / "sub" / "copy.block.yaml"
    saved.parent.mkdir()
    saved.write_text(GOOD)
    client.open(uri, GOOD)
    client.notify("workspace/didChangeWatchedFiles", changes(saved, created=True))
    (one,) = client.until(uri, ["NB801"])
    assert one["range"]["start"] == {"line": 1, "character": 6}
    (related,) = one["relatedInformation"]
    assert related["location"]["uri"] == saved.as_uri()
    assert related["location"]["range"]["start"] == {"line": 1, "character": 6}

    client.open(saved.as_uri(), GOOD)
    client.until(saved.as_uri(), ["NB801"])
    client.change(saved.as_uri(), GOOD.replace("name: versions", "name: releases"))
    client.until(saved.as_uri(), [])
    client.until(uri, [])
    client.notify("textDocument/didClose", {"textDocument": {"uri": saved.as_uri()}})
    client.until(uri, ["NB801"])
    saved.unlink()
    client.notify("workspace/didChangeWatchedFiles", changes(saved, deleted=True))
    client.until(uri, [])


def test_blocks_that_are_there_already_are_found_without_being_told_of(start, tmp_path):
    (tmp_path / "copy.block.yaml").write_text(GOOD)
    client = start()
    uri = (tmp_path / "a.block.yaml").as_uri()
    client.open(uri, GOOD)
    client.until(uri, ["NB801"])
    (tmp_path / "copy.block.yaml").unlink()
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    client.until(uri, [])


def test_without_a_folder_the_project_of_a_file_is_looked_through(start, tmp_path):
    (tmp_path / "copy.block.yaml").write_text(GOOD)
    (tmp_path / "neops-blocks.toml").write_text("[lint]\n")
    client = start(root=False)
    uri = (tmp_path / "a.block.yaml").as_uri()
    client.open(uri, GOOD)
    client.until(uri, ["NB801"])


def test_folders_that_are_added_and_removed_count(start, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "copy.block.yaml").write_text(GOOD)
    here = tmp_path / "here"
    here.mkdir()
    client = start(root=False)
    uri = (here / "a.block.yaml").as_uri()
    client.open(uri, GOOD)
    client.until(uri, [])
    folders = [{"uri": folder.as_uri(), "name": folder.name} for folder in (here, other)]
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": folders, "removed": []}})
    client.until(uri, ["NB801"])
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": folders[1:]}})
    client.until(uri, [])


def test_while_a_line_is_no_yaml_the_findings_of_the_others_stay(client, uri):
    text = GOOD.replace("length", "lenght")
    client.open(uri, text)
    assert [one["code"] for one in client.diagnostics(uri)] == ["NB502"]
    client.change(uri, text.replace("result:", "    when: 'a\nresult:"))
    found = {one["code"]: one["range"]["start"] for one in client.diagnostics(uri)}
    assert found.keys() == {"NB101", "NB502"}
    assert found["NB502"]["line"] == place(text, "lenght")[0] + 1
    client.change(uri, GOOD)
    assert client.diagnostics(uri) == []


def test_other_yaml_is_left_alone_and_a_closed_file_has_no_diagnostics(client, uri, tmp_path):
    other = (tmp_path / "compose.yaml").as_uri()
    client.open(other, "services:\n  web: {image: nginx, imagee: x}\n")
    assert client.request("textDocument/completion", client.at(other, 1, 2)) is None
    assert client.request("textDocument/hover", client.at(other, 1, 3)) is None
    client.open(uri, "schema: function-block/v1\n")
    assert client.diagnostics(uri)
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    while client.published(uri)[-1]["diagnostics"]:
        client.next()
    assert client.published(other) == []


def test_completion_hover_and_definition(client, uri, tmp_path):
    text = GOOD.replace("{{ hosts | length }}", "{{ hosts | le }} {{ steps. }}")
    client.open(uri, text)
    line, column = place(text, "| le", 4)
    answer = client.request("textDocument/completion", client.at(uri, line, column))
    (length,) = [item for item in answer["items"] if item["label"] == "length"]
    assert length["textEdit"]["range"]["start"] == {"line": line, "character": column - 2}
    resolved = client.request("completionItem/resolve", length)
    assert "number of items" in resolved["documentation"]["value"]
    line, column = place(text, "params.site", 8)
    found = client.request("textDocument/definition", client.at(uri, line, column))
    assert found["range"]["start"] == {"line": 7, "character": 2}
    hovered = client.request("textDocument/hover", client.at(uri, line, column))
    assert "Where to look." in hovered["contents"]["value"]
    (tmp_path / "checks.py").write_text("# 😀\ndef classify(a): ...\n", encoding="utf-8")
    client.change(uri, text.replace("command: show version", "python: checks.py:classify"))
    found = client.request("textDocument/definition", client.at(uri, *place(text, "show version", 3)))
    assert found["uri"] == (tmp_path / "checks.py").as_uri()
    assert found["range"]["start"] == {"line": 1, "character": 4}


def test_a_client_without_snippets_gets_plain_text(start, uri):
    client = start(snippets=False)
    client.open(uri, GOOD + "\n")
    client.change(uri, GOOD.replace("result:", "  - \nresult:"))
    answer = client.request("textDocument/completion", client.at(uri, 16, 4))
    assert all("$" not in item["textEdit"]["newText"] for item in answer["items"])
    assert {item["insertTextFormat"] for item in answer["items"]} == {1}


def test_references_and_a_new_name(client, uri):
    client.open(uri, GOOD)
    at = client.at(uri, *place(GOOD, "id: show", 5))
    found = client.request("textDocument/references", {**at, "context": {"includeDeclaration": True}})
    assert [one["range"]["start"]["line"] for one in found] == [12, 19]
    assert len(client.request("textDocument/documentHighlight", at)) == 2
    client.apply(client.request("textDocument/rename", {**at, "newName": "version"}))
    assert "id: version\n" in client.texts[uri]
    assert "steps.version.parsed" in client.texts[uri]
    assert client.diagnostics(uri) == []
    with pytest.raises(LspError, match="is not a name"):
        client.request("textDocument/rename", {**at, "newName": "No Name"})


def test_everything_that_is_safe_is_fixed_at_once(client, uri):
    client.open(uri, GOOD.replace('"{{ hosts | length }} devices read"', "{{ hosts | length }}"))
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    context = {"diagnostics": [], "only": ["source.fixAll"]}
    params = {"textDocument": {"uri": uri}, "range": everything, "context": context}
    (action,) = client.request("textDocument/codeAction", params)
    client.apply(action["edit"])
    assert 'message: "{{ hosts | length }}"' in client.texts[uri]
    assert client.diagnostics(uri) == []


def test_settings_of_the_project_count_and_wrong_ones_are_told_once(client, uri, tmp_path):
    unused = GOOD.replace("fan_out: {where: device.data.site == params.site}\n", "")
    settings = tmp_path / "neops-blocks.toml"
    settings.write_text('[lint]\nignore = ["NB304"]\n')
    client.open(uri, unused)
    assert client.diagnostics(uri) == []
    settings.write_text('[lint]\nignore = ["NB999"]\n')
    client.notify("workspace/didChangeWatchedFiles", {"changes": []})
    while not client.published(uri)[-1]["diagnostics"]:
        message = client.next()
        if message["method"] == "window/showMessage":
            assert "NB999" in message["params"]["message"]
    assert [one["code"] for one in client.published(uri)[-1]["diagnostics"]] == ["NB304"]


def test_the_server_watches_what_stands_beside_blocks(start):
    client = start(workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
    client.request("textDocument/documentSymbol", {"textDocument": {"uri": "untitled:a.block.yaml"}})
    (asked,) = client.asked
    (registration,) = asked["params"]["registrations"]
    patterns = [watcher["globPattern"] for watcher in registration["registerOptions"]["watchers"]]
    assert {"**/*.py", "**/*.yaml", "**/*.yml", "**/neops-blocks.toml"} <= set(patterns)


def test_a_file_that_is_not_saved_yet(client):
    uri = "untitled:new.block.yaml"
    client.open(uri, "schema: function-block/v7\n")
    assert [one["code"] for one in client.diagnostics(uri)] == ["NB207"]


HOSTILE = [
    "[" * 50_000,
    "a: &a [x]\nb: [" + "*a, " * 50_000 + "]",
    "schema: function-block/v1\nsteps: !!python/object:os.system {}\n\x00",
    "schema: function-block/v1\nparameters: 5\nsteps: {a: 1}\nresult: [x]\ntests: t\n",
    "schema: function-block/v1\nsteps:\n  - set: '{{ " + "(" * 500 + "'\n",
    "\ud800 schema: function-block/v1\n",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_answered_in_time(client, text, tmp_path):
    uri = (tmp_path / "hostile.block.yaml").as_uri()
    client.open(uri, text)
    started = time.monotonic()
    client.diagnostics(uri)
    for line, column in ((0, 0), (1, 2), (2, 4)):
        for method in ("completion", "hover", "definition"):
            client.request(f"textDocument/{method}", client.at(uri, line, column))
    client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert time.monotonic() - started < 10


def test_nonsense_is_refused_and_the_server_lives_on(client, uri):
    with pytest.raises(LspError):
        client.request("textDocument/nothing", {})
    client.notify("textDocument/hover", {"textDocument": 5})
    client.notify("textDocument/didChange", {"textDocument": {"uri": uri}})
    client.open(uri, "schema: function-block/v7\n")
    assert client.diagnostics(uri)


def test_it_ends_as_the_protocol_wants_it(start):
    assert start().end() == 0
    client = start()
    client.notify("exit", None)
    assert client.process.wait(20) == 1
    client = start()
    client.process.stdin.close()
    assert client.process.wait(20) == 1


def test_no_library_for_devices_or_the_network_is_loaded():
    program = (
        "import sys, neops_blocks.lsp.server as server\n"
        "server.language()\n"
        "heavy = ('netmiko', 'paramiko', 'scrapli', 'httpx', 'asyncssh', 'netutils', 'ntc_templates', 'rich')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_the_extra_it_says_what_to_install(tmp_path):
    program = (
        "import sys, importlib.util as util\n"
        "found = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'pygls' else found(name, *more)\n"
        "sys.argv = ['neops-blocks', 'lsp']\n"
        "from neops_blocks.cli import main\n"
        "sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == 2
    assert "pip install 'neops-blocks[lsp]'" in done.stderr
