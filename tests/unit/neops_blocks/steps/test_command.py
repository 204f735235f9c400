from __future__ import annotations

import pytest
from pydantic import ValidationError

from neops_blocks.diagnostics import CommandRejected, CommandTimeout, ParseFailed, TemplateFailure
from neops_blocks.steps import CommandStep
from neops_blocks.steps.action import Attempt, Site


class Device:
    """A session that answers from a mapping, and keeps what it was asked."""

    alive = True

    def __init__(self, answers):
        self.answers = answers
        self.asked = []

    def send(self, command, *, timeout, prompts=(), disconnects=False):
        self.asked.append((command, timeout, tuple(prompts), disconnects))
        answer = self.answers[command]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def enable(self, *, timeout):
        self.asked.append(("enable", timeout))

    def close(self):
        self.alive = False


@pytest.fixture
def run(tmp_path):
    def go(keys, answers, *, scope=None, timeout=5.0):
        device = Device(answers)
        action = CommandStep.model_validate(keys).build(Site(tmp_path, "x", "f:1:1"))
        attempt = Attempt(
            scope={"params": {}, **(scope or {})},
            timeout=None,
            command_timeout=lambda: timeout,
            platform="ios",
            session=lambda: device,
            await_on_loop=None,
            device=None,
            params={},
            logger=None,
        )
        try:
            return dict(action.run(attempt)), device
        except Exception as error:
            error.device = device
            raise

    return go


def test_one_command_has_one_output(run):
    fields, device = run(
        {"command": "show {{ params.what }}"}, {"show x": "out"}, scope={"params": {"what": "x"}}
    )
    assert fields == {"output": "out", "outputs": ["out"]}
    assert device.asked == [("show x", 5.0, (), False)]


def test_a_list_of_commands_is_sent_in_order_and_parsed_one_by_one(run):
    fields, _ = run({"command": ["a", "b"], "parse": "json"}, {"a": "[1]", "b": "[2]"})
    assert fields == {"output": "[1]\n[2]", "outputs": ["[1]", "[2]"], "parsed": [[1], [2]]}


def test_the_keys_of_a_command_reach_the_session(run):
    keys = {
        "command": "reload",
        "enable": True,
        "disconnects": True,
        "prompts": [{"expect": "sure", "send": "y\n"}],
    }
    _, device = run(keys, {"reload": ""})
    (enable, _), (_, _, (prompt,), disconnects) = device.asked
    assert (enable, prompt.expect, prompt.send, disconnects) == ("enable", "sure", "y\n", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [("show a\nshow b", "one line"), ("show a\rshow b", "one line"), ("", "empty"), ("  ", "empty")],
)
def test_a_command_is_exactly_one_line(run, text, said):
    with pytest.raises(TemplateFailure, match=said) as caught:
        run({"command": "{{ params.c }}"}, {}, scope={"params": {"c": text}})
    assert caught.value.device.asked == []


def test_a_line_end_at_the_end_of_a_command_is_no_second_line(run):
    _, device = run({"command": "show a\n"}, {"show a": ""})
    assert device.asked[0][0] == "show a"


def test_the_outputs_before_a_rejected_command_are_kept(run):
    with pytest.raises(CommandRejected) as caught:
        run({"command": ["a", "b", "c"]}, {"a": "1", "b": CommandRejected("no", output="% bad")})
    assert caught.value.fields == {"output": "1\n% bad", "outputs": ["1", "% bad"]}


def test_no_command_begins_after_the_time_of_the_step(run):
    with pytest.raises(CommandTimeout, match="no time left for 'a'") as caught:
        run({"command": "a"}, {"a": ""}, timeout=0.0)
    assert caught.value.hint
    assert not caught.value.device.alive


@pytest.mark.parametrize(
    ("output", "said"),
    [("some text", "does not match"), ("", "the output is empty"), (" \n", "the output is empty")],
)
def test_output_that_does_not_parse_comes_along_and_is_said_once(run, output, said):
    with pytest.raises(ParseFailed, match=said) as caught:
        run({"command": "a", "parse": {"regex": "x(?P<n>y)"}}, {"a": output})
    assert caught.value.output == output
    assert caught.value.command == "a"
    assert caught.value.fields["output"] == output
    assert "some text" not in caught.value.message


def test_empty_ok_makes_no_match_a_list_and_types_convert(run):
    keys = {"command": ["a", "b"], "parse": {"regex": r"(?P<n>\d+)", "many": True}, "types": {"n": "integer"}}
    fields, _ = run({**keys, "empty": "ok"}, {"a": "none", "b": "1 2"})
    assert fields["parsed"] == [[], [{"n": 1}, {"n": 2}]]


def test_a_prompt_that_is_no_pattern_is_refused():
    with pytest.raises(ValidationError, match="expected a regular expression"):
        CommandStep.model_validate({"command": "a", "prompts": [{"expect": "[", "send": ""}]})
