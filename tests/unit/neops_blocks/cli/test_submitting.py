from __future__ import annotations

import json

import pytest

from neops_blocks.cli import submitting
from neops_blocks.cli.devices import Choice
from neops_blocks.cli.engine_address import Address
from neops_blocks.cli.engine_answers import Registration, Submitted
from neops_blocks.cli.engine_client import EngineRefused, EngineUnavailable
from neops_blocks.cli.engine_desk import Desk
from neops_blocks.cli.problems import Problem
from neops_blocks.cli.submitting import Wish
from neops_worker_sdk.logger.masking import Masker

INVENTORY = (
    "devices: [{name: a, password: pa55word, platform: ios}, {name: b, password: pa55word, platform: ios}]\n"
)


class Api:
    """An engine with one block; raises or accepts what is submitted."""

    def __init__(self, url, run_on="device", error=None):
        self.address = Address(url)
        self.error = error
        self.sent = []
        schema = {"properties": {"key": {"type": "string", "writeOnly": True}}}
        self._block = Registration(
            package="p",
            name="b",
            major_version=1,
            minor_version=0,
            patch_version=0,
            run_on=run_on,
            parameter_json_schema=schema,
        )

    def check(self):
        pass

    def blocks(self):
        return [self._block]

    def submit(self, body):
        if self.error is not None:
            raise self.error
        self.sent.append(body)
        jobs = [{"jobId": "j1", "entityId": 1, "entity": "a"}]
        return Submitted.model_validate({"submissionId": "s1", "functionBlockId": "p/b:1.0.0", "jobs": jobs})


@pytest.fixture
def choice(tmp_path):
    file = tmp_path / "inventory.yaml"
    file.write_text(INVENTORY)
    return Choice(file)


def submit(api, choice, form="json", **wish):
    desk = Desk(api, Masker(), form, " --engine x")
    return submitting.submit(desk, Wish("b", choice=choice, **wish), wait=False)


def test_what_is_sent_and_what_is_said_of_it(choice, capsys):
    api = Api("http://127.0.0.1:1")
    assert submit(api, choice, given=("key=hunter22",), timeout=5.0) == 0
    [body] = api.sent
    assert (body["functionBlock"], body["parameters"], body["deadlineSeconds"]) == (
        "p/b:1.0.0",
        {"key": "hunter22"},
        5,
    )
    assert [device["hostname"] for device in body["context"]["devices"]] == ["a", "b"]
    assert body["context"]["deviceGroups"] == body["context"]["interfaces"] == []
    said = capsys.readouterr()
    assert json.loads(said.out) == {
        "block": "p/b:1.0.0",
        "submission": "s1",
        "jobs": [{"job": "j1", "entity": "a"}],
        "engine": "http://127.0.0.1:1",
        "page": "http://127.0.0.1:1/ui/submissions/s1",
    }
    assert (
        said.err
        == "no worker serves p/b:1.0.0 yet: neops-blocks worker --engine http://127.0.0.1:1 --blocks DIR\n"
    )
    assert "hunter22" not in said.out + said.err


def test_people_get_the_command_that_follows_the_jobs(choice, capsys):
    submit(Api("http://127.0.0.1:1"), choice, form="table")
    assert "follow      neops-blocks submit --follow s1 --engine x" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://engine.example:3030", True),
        ("https://engine.example", False),
        ("http://localhost:3030", False),
    ],
)
def test_secrets_that_others_can_read_on_the_way_are_worth_a_warning(choice, capsys, url, warned):
    submit(Api(url), choice, given=("key=hunter22",))
    said = capsys.readouterr().err
    text = "warning: the credentials of 2 devices and secret parameters can be read on the way to engine.example: plain http"
    assert (text in said) is warned
    assert "pa55word" not in said


def test_nothing_secret_is_no_reason_for_a_warning(capsys):
    submit(Api("http://engine.example", run_on=""), Choice())
    assert "warning" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "texts"),
    [
        (EngineUnavailable("broke", sent=True), ["whether it has accepted the jobs is not known", "/ui"]),
        (EngineUnavailable("not there", "start one", sent=False), ["not there\nhint: start one"]),
        (
            EngineRefused(
                "x", None, 422, {"error": "InvalidParameters", "faults": [{"path": "k", "message": "no"}]}
            ),
            ["the submission does not fit p/b:1.0.0, says the engine:\n  k: no"],
        ),
        (
            EngineRefused(
                "x", None, 413, {"error": "BodyTooLarge", "message": "too large", "hint": "send less"}
            ),
            ["refuses: too large\nhint: send less"],
        ),
        (EngineRefused("answered with 418", None, 418, {}), ["answered with 418"]),
    ],
)
def test_what_keeps_the_engine_from_accepting(choice, error, texts):
    with pytest.raises(Problem) as caught:
        submit(Api("http://127.0.0.1:1", error=error), choice)
    for text in texts:
        assert text in caught.value.text


def test_ctrl_c_while_submitting_tells_where_to_look(choice, capsys):
    with pytest.raises(KeyboardInterrupt):
        submit(Api("http://127.0.0.1:1", error=KeyboardInterrupt()), choice)
    assert (
        "the engine may have accepted the jobs already: see http://127.0.0.1:1/ui" in capsys.readouterr().err
    )


def test_a_block_on_interfaces_cannot_be_submitted_from_an_inventory(choice):
    with pytest.raises(Problem, match="runs on interfaces"):
        submit(Api("http://127.0.0.1:1", run_on="interface"), choice)


def test_a_directory_is_said_to_be_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mixed").mkdir()
    with pytest.raises(Problem, match="mixed is a directory"):
        submitting.submit(Desk(Api("http://127.0.0.1:1"), Masker(), "json"), Wish("mixed"), wait=False)
