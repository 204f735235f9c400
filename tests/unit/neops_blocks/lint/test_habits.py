"""What people bring along from Ansible, Nornir and other tools, and what lint says to it."""

from __future__ import annotations

import pytest

from neops_blocks.diagnostics import HABITUAL_FILTERS, HABITUAL_TESTS, habit_of_key, habit_of_kind
from neops_blocks.lint import lint
from neops_blocks.model.fields import keys_of
from neops_blocks.steps import KINDS
from neops_blocks.templates.environment import environment

HEAD = "schema: function-block/v1\nname: x\npackage: p\nrun_on: group\ntype: check\n"


def helps(rest):
    return {finding.message: finding.help for finding in lint(HEAD + rest, "x.block.yaml")}


@pytest.mark.parametrize(
    ("step", "message", "help_"),
    [
        ("command: a, register: out", "unknown key 'register'", "`steps.ID`"),
        ("command: a, with_items: [b]", "unknown key 'with_items'", "`loop: [...]`"),
        ("command: a, retries: 3", "unknown key 'retries'", "under `retry:"),
        ("command: a, ignore_errors: true", "unknown key 'ignore_errors'", "`on_error: continue`"),
        ("command: a, vars: {b: 1}", "unknown key 'vars'", "`set` step"),
        ("debug: {msg: a}", "unknown step kind 'debug'", "`result.data`"),
        ("fail: {msg: a}", "unknown step kind 'fail'", "`assert:"),
        ("set: '{{ inventory_hostname }}'", "unknown name 'inventory_hostname'", "`device.name`"),
        ("set: '{{ hostvars.a }}'", "unknown name 'hostvars'", "`hosts[NAME].steps`"),
        ("set: 1, when: no", "unknown name 'no'", "true or false"),
        ("python: classify.py", "python: 'classify.py' names no function", "file.py:function"),
        ("cisco.ios.ios_command: {commands: [a]}", "unknown step kind 'cisco.ios.ios_command'", "`command:"),
        ("ios_config: {lines: [a]}", "unknown step kind 'ios_config'", "a later version"),
        ("nxos_facts: {gather_subset: all}", "unknown step kind 'nxos_facts'", "with `parse`"),
        ("netmiko_send_command: a", "unknown step kind 'netmiko_send_command'", "`command:"),
        ("shell: a, args: {chdir: b}", "unknown step kind 'shell'", "file.py:function"),
        ("block: [], rescue: []", "unknown step kind 'block'", "`on_error: continue`"),
        ("pause: {seconds: 5}, tags: [a]", "unknown step kind 'pause'", "`retry:"),
        ("commands: [a], wait_for: b", "unknown step kind 'commands'", "did you mean 'command'?"),
        ("id: a, platforms: {ios: {command: b}}", "nothing says what this step does", "in the step itself"),
        ("command: a, become: true", "unknown key 'become'", "`enable: true`"),
        ("command: a, changed_when: false", "unknown key 'changed_when'", "remove it"),
        ("command: a, tags: [b]", "unknown key 'tags'", "`when`"),
        ("command: a, notify: b", "unknown key 'notify'", "at the end"),
        ("command: a, if: b", "unknown key 'if'", "`when:`"),
        ("command: a, with_dict: {b: c}", "unknown key 'with_dict'", "dict2items"),
        ("command: a, retry: {count: 3}", "unknown key 'count'", "`attempts`"),
        ("command: a, retry: 3", "retry: expected a mapping, got the number 3", "`retry: {attempts: 3}`"),
        ("command: a, timeout: 30s", "timeout: expected a number of seconds, got text '30s'", "write 30"),
        ("command: a, enable: yes", "enable: expected true or false, got text 'yes'", "write true"),
        ("command: a, connection: {user: b}", "unknown key 'user'", "`username`"),
        ("command: a, connection: {secret: b}", "unknown key 'secret'", "`enable_password`"),
        ("assert: {that: [a]}", "assert: expected a list, got a mapping", "`assert: [{that:"),
        ("assert: [device.name]", "assert: expected a mapping, got text 'device.name'", "`{that:"),
        ("assert: [{that: true, fail_msg: a}]", "unknown key 'fail_msg'", "`message`"),
        ("set: '{{ 1 | default(omit) }}'", "unknown name 'omit'", "leave the key out"),
        ("set: '{{ ansible_net_version }}'", "unknown name 'ansible_net_version'", "`steps.ID.parsed`"),
        ("set: '{{ lookup(1) }}'", "unknown name 'lookup'", "make it a parameter"),
        ("set: '{{ 1 | json_query(2) }}'", "there is no filter 'json_query'", "`jmespath("),
        ("set: '{{ 1 | ansible.utils.ipaddr }}'", "there is no filter 'ansible.utils.ipaddr'", "netutils"),
        ("set: 1, when: device.name is failed", "there is no test 'failed'", "`not steps.ID.ok`"),
        (
            "set: 1, when: [device.name, device.ip]",
            "this `when` is a list, which is true whatever stands in it",
            "`device.name and device.ip`",
        ),
    ],
)
def test_a_word_of_another_tool_is_translated(step, message, help_):
    assert help_ in helps(f"steps: [{{{step}}}]\n")[message]


def test_a_play_is_told_what_its_parts_are_called():
    found = helps("hosts: all\ntasks: [{command: a}]\n")
    assert found["the key 'steps' is missing"] == "add `steps:`"
    assert found["unknown key 'tasks'"] == "they are called `steps`"


@pytest.mark.parametrize(
    ("parameter", "message", "help_"),
    [
        ("{type: list}", "type: there is no type 'list'", "did you mean 'array'?"),
        ("{type: dict}", "type: there is no type 'dict'", "did you mean 'object'?"),
        ("{type: ip}", "type: there is no type 'ip'", "format: ip"),
        ("{type: password}", "type: there is no type 'password'", "secret: true"),
        ("{type: integer, choices: [1]}", "unknown key 'choices'", "`enum: [...]`"),
        ("{type: integer, required: true}", "required: expected a list, got true", "without `default`"),
        ("{type: string, regex: a}", "unknown key 'regex'", "`pattern`"),
        ("10", "vlan: expected a type, or a mapping with `type`, got the number 10", "default: ..."),
        ("ten of them", "vlan: there is no type 'ten of them'", "`vlan: {type: string, default: ...}`"),
        (
            "{type: boolean, default: no}",
            "the default does not fit: expected boolean, got text 'no'",
            "false",
        ),
        ("{type: string, default: 10}", "the default does not fit: expected string, got integer 10", "'10'"),
    ],
)
def test_a_parameter_written_as_elsewhere_is_translated(parameter, message, help_):
    found = helps(f"parameters: {{vlan: {parameter}}}\nsteps: [{{set: '{{{{ params.vlan }}}}'}}]\n")
    assert help_ in found[message]


def test_a_task_that_is_known_by_its_title_only_is_told_to_have_an_id():
    found = helps("steps: [{name: show, command: a}, {set: '{{ steps.show.output }}'}]\n")
    assert found["there is no step 'show'"] == "a `name` is only a title: give the step `id: show`"


def test_what_a_registered_variable_has_is_translated():
    found = helps("steps: [{id: a, command: b}, {set: '{{ steps.a.stdout_lines }} {{ steps.a.rc }}'}]\n")
    assert "`parsed`" in found["step 'a' (command) has no field 'stdout_lines'"]
    assert "`ok`" in found["step 'a' (command) has no field 'rc'"]


def test_a_repeated_step_says_where_the_fields_of_its_items_are():
    found = helps("steps: [{id: a, loop: [1], command: b}, {set: '{{ steps.a.output }}'}]\n")
    assert "`steps.a.results`" in found["step 'a' (command) has no field 'output'"]


def test_a_parsed_output_without_a_parser_is_told_so():
    found = helps("steps: [{id: a, command: b}, {set: '{{ steps.a.parsed }}'}]\n")
    assert "`parse:`" in found["step 'a' has no field 'parsed': it names no parser"]


@pytest.mark.parametrize(
    ("words", "known"),
    [(HABITUAL_FILTERS, environment().filters), (HABITUAL_TESTS, environment().tests)],
    ids=["filters", "tests"],
)
def test_what_is_translated_does_not_exist_here(words, known):
    assert sorted(words.keys() & known.keys()) == []


def test_a_key_of_a_step_is_no_habit():
    keys = {key for kind in KINDS.values() for key in keys_of(kind)}
    assert [key for key in keys if habit_of_key(key, ("steps", 0))] == []


def test_a_kind_of_step_is_no_habit():
    assert [kind for kind in KINDS if habit_of_kind(kind)] == []


@pytest.mark.parametrize(
    "step",
    [
        "command: 'show {{ item }}', with_items: [a]",
        "command: 'show {{ item.key }}', with_dict: {a: b}",
        "command: 'show {{ port }}', loop: [a], loop_control: {loop_var: port}",
    ],
)
def test_a_loop_of_another_tool_is_told_once_not_with_every_use_of_its_item(step):
    assert len(helps(f"steps: [{{{step}}}]\n")) == 1


def test_a_field_of_another_kind_of_step_is_no_guess():
    found = helps("steps: [{id: a, set: 1}, {set: '{{ steps.a.parsed }}'}]\n")
    assert found["step 'a' (set) has no field 'parsed'"].startswith("fields: value, ")


@pytest.mark.parametrize(
    ("rest", "count"),
    [
        ("steps: [{id: a, set: 1}, {set: steps.a.value}]\n", 1),
        ("steps: [{id: a, set: 1}, {set: {b: ['steps.a.value | length', params.c]}}]\n", 2),
        ("steps: [{id: a, set: 1}]\nresult: {data: {b: {per_device: steps.a.value}}}\n", 1),
        ("steps: [{id: a, set: 1}]\nresult: {data: {b: succeeded.a.steps}, message: steps.a.value}\n", 1),
        ("steps: [{id: a, set: '{{ device.name }}', when: device.name}]\n", 0),
        ("steps: [{set: device}, {set: the device.name}, {set: 'device. Name'}, {set: steps.a and b}]\n", 0),
    ],
)
def test_a_value_without_braces_that_looks_like_an_expression_is_a_warning(rest, count):
    found = [finding for finding in lint(HEAD + rest, "x.block.yaml") if finding.code == "NB509"]
    assert len(found) == count
    assert all(finding.severity.value == "warning" and "{{ " in finding.help for finding in found)


def test_what_a_step_sets_is_its_value():
    text = HEAD + "steps: [{id: a, set: {up: 1}}, {id: b, set: '{{ steps.a.up }}'}]\n"
    [finding] = [finding for finding in lint(text, "x.block.yaml") if finding.code == "NB506"]
    assert finding.help == "did you mean 'value.up'?"
    assert [edit.text for edit in finding.fix.edits] == ["value.up"]


def test_a_parameter_that_is_no_name_is_no_guess():
    text = HEAD + "parameters: {a.threshold: string}\nsteps: [{set: '{{ params.threshold }}'}]\n"
    [finding] = [finding for finding in lint(text, "x.block.yaml") if finding.code == "NB505"]
    assert all("a.threshold" not in edit.text for edit in finding.fix.edits)
