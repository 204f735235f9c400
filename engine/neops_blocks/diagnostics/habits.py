"""Words of Ansible, Nornir and GitHub Actions, and what they are called here: no spelling is as near.

What is not a word of the language and not in these tables is compared with the words that are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOOP = "write `loop: [...]`; each item is `item`"
_RETRY = "it belongs under `retry: {attempts: 3, delay: 5, until: ...}`"
_ONCE = "`once: true` makes a step run once for all devices"
_CHOICE = "`run_on: group` takes the devices of the inventory; `fan_out.where` leaves some out"
_WHEN = "write `when:`"
_ENABLE = "write `enable: true` in the steps that need it"
_PARAMETERS = "write `parameters:`, read as `params.NAME`"
_RESULT = "write `result:` with `data:`"
_PARALLEL = "write `max_parallel` under `fan_out`"
_LOGIN = "write `username` under `connection`, or in the inventory"
_WAIT = (
    "a step that waits comes with a later version; `retry: {attempts: 3, delay: 5}` waits between attempts"
)
_LATER = "changing the configuration comes with a later version, as a step `configure`"
_ON_ERROR = "write `on_error: continue`"
_COMMAND = "write `command: show version`"
_PYTHON = "write a function: `python: file.py:function`, with arguments under `with`"
_BLOCKS = "a block stands alone: write the steps here, or a function for a python step"
_TRY = "steps are not nested in this version: `on_error: continue` goes on, `when: not steps.ID.ok` reacts"
_SHOW = "read a value with a field under `result.data`, or run with --format json"
_NO_TAGS = "remove it: steps are chosen by `when`, devices by `fan_out.where`"
_PROMPTS = "write `prompts: [{expect: ..., send: ...}]`"
_ATTEMPTS = "write `attempts`"

HABITUAL_KEYS: Mapping[str, str] = {
    "any_errors_fatal": "write `on_error: fail` under `fan_out`",
    "answer": _PROMPTS,
    "args": "write `with:` in a python step",
    "become": _ENABLE,
    "become_method": _ENABLE,
    "become_user": _ENABLE,
    "changed_when": "remove it: nothing here counts changes of a command",
    "check_mode": "run with --dry-run",
    "continue-on-error": _ON_ERROR,
    "debug": _SHOW,
    "delay": _RETRY,
    "delegate_to": _ONCE,
    "depends_on": "remove it: steps run in the order written",
    "else": "write another step with `when: not ...`",
    "env": "remove it: a block has no environment; what differs is a parameter",
    "environment": "remove it: a block has no environment; what differs is a parameter",
    "expect": _PROMPTS,
    "fail": 'write `assert: [{that: ..., message: "..."}]`',
    "failed_when": "put an `assert` step after this one",
    "for": _LOOP,
    "for_each": _LOOP,
    "foreach": _LOOP,
    "forks": _PARALLEL,
    "gather_facts": "remove it: facts come from `command` steps with `parse`",
    "handlers": "write steps at the end, with `when`",
    "hosts": _CHOICE,
    "if": _WHEN,
    "ignore_errors": _ON_ERROR,
    "ignore_unreachable": "write `max_failures` under `fan_out`",
    "inputs": _PARAMETERS,
    "listen": "write steps at the end, with `when`",
    "jobs": "write `steps:`: a block is one job",
    "loop_control": "write `loop: {over: [...], as: NAME}`",
    "max_fail_percentage": "write `max_failures: 10%` under `fan_out`",
    "needs": "remove it: steps run in the order written",
    "notify": "write a step at the end, with `when`",
    "on_failure": _ON_ERROR,
    "outputs": _RESULT,
    "params": _PARAMETERS,
    "platform": "the platform of a device comes from the inventory; what differs stands in `platforms`",
    "poll": "remove it: devices run in parallel anyway",
    "post_tasks": "they are called `steps`",
    "pre_tasks": "they are called `steps`",
    "register": "give the step an `id`: its result is `steps.ID`",
    "remote_user": _LOGIN,
    "rescue": _TRY,
    "retries": _RETRY,
    "returns": _RESULT,
    "roles": _BLOCKS,
    "run_once": _ONCE,
    "shell": _PYTHON,
    "serial": _PARALLEL,
    "set_fact": "write `set:` and read it as `steps.ID.value`",
    "strategy": "remove it: no device waits for a slower one",
    "tags": _NO_TAGS,
    "tasks": "they are called `steps`",
    "textfsm": "write `parse: textfsm`",
    "timeout-minutes": "write `timeout:` in seconds",
    "unless": "write `when: not ...`",
    "until": _RETRY,
    "use_textfsm": "write `parse: textfsm`",
    "variables": "write a `set` step before, or `parameters` of the block",
    "vars": "write a `set` step before, or `parameters` of the block",
    "vars_files": "write `parameters`; whoever runs the block gives a file with --params",
    "vars_prompt": _PARAMETERS,
    "wait_for": _RETRY,
    "with_dict": "write `loop: MAPPING | dict2items`; each item has `key` and `value`",
    "with_fileglob": "nothing outside of the block is read: make it a parameter",
    "with_indexed_items": "write `loop: [...]`; each item is `item`, its number `index`",
    "with_items": _LOOP,
    "with_list": _LOOP,
    "with_sequence": "write `loop: range(1, 11)`; each item is `item`",
    "with_subelements": _LOOP,
    "with_together": "write `loop: A | zip(B)`; each item has `item[0]` and `item[1]`",
}
"""Keys of plays, tasks and jobs."""

_IN_BLOCK: Mapping[str, str] = {
    "author": "write `x-author:`: keys that begin with x- are yours",
    "devices": _CHOICE,
    "no_log": "write it in the steps that need it",
    "on": "remove it: whoever starts a block is not said in it",
    "platform": "write `platforms:` in the steps that differ",
    "platforms": "write it in the steps that differ",
    "secret": "write `secret: true` in the parameter",
    "targets": _CHOICE,
    "timeout": "write `connection: {timeout: {command: 30}}`, or `timeout` in a step",
    "when": "write it in the steps, or `where` under `fan_out`",
}
_IN_CONNECTION: Mapping[str, str] = {
    "device_type": "the platform of a device comes from the inventory",
    "host": "the address of a device comes from the inventory",
    "hostname": "the address of a device comes from the inventory",
    "ip": "the address of a device comes from the inventory",
    "pass": "write `password`",
    "platform": "the platform of a device comes from the inventory",
    "secret": "write `enable_password`",
    "ssh_key": "write `key_file`",
    "private_key": "write `key_file`",
    "strict_host_key_checking": "write `host_key: ignore`",
    "type": "write `driver: netmiko` or `driver: scrapli`",
    "user": "write `username`",
}
_IN_PARAMETER: Mapping[str, str] = {
    "choices": "write `enum: [...]`",
    "desc": "write `description`",
    "elements": "write `items: {type: ...}`",
    "help": "write `description`",
    "max": "write `maximum`, or `maxLength` of a text, `maxItems` of a list",
    "min": "write `minimum`, or `minLength` of a text, `minItems` of a list",
    "no_log": "write `secret: true`",
    "nullable": 'write `type: [string, "null"]`',
    "optional": "a parameter with a `default` need not be given",
    "options": "write `properties: {...}`, or `enum: [...]`",
    "regex": "write `pattern`",
    "sensitive": "write `secret: true`",
    "values": "write `enum: [...]`",
}
_IN_RETRY: Mapping[str, str] = {
    "count": _ATTEMPTS,
    "interval": "write `delay`",
    "max": _ATTEMPTS,
    "retries": _ATTEMPTS,
    "sleep": "write `delay`",
    "times": _ATTEMPTS,
    "timeout": "write `within`, seconds after which no further attempt begins",
    "wait": "write `delay`",
}
_IN_LOOP: Mapping[str, str] = {
    "items": "write `over`",
    "loop_var": "write `as`",
    "var": "write `as`",
}
_IN_FAN_OUT: Mapping[str, str] = {
    "parallel": "write `max_parallel`",
    "forks": "write `max_parallel`",
    "serial": "write `max_parallel`",
    "limit": "write `where`",
    "hosts": "write `where`",
}
_IN_ASSERT: Mapping[str, str] = {
    "fail_msg": "write `message`",
    "msg": "write `message`",
    "quiet": "remove it",
    "success_msg": "remove it: only what does not hold is told",
}
_IN_RESULT: Mapping[str, str] = {
    "changed": "write it as a field under `data`",
    "msg": "write `message`",
    "output": "write it as a field under `data`",
    "per_host": "write `per_device`",
    "value": "write it as a field under `data`",
}


def habit_of_key(key: str, path: tuple[str | int, ...]) -> str | None:
    """What a key of another tool is called here, in the mapping at a path; None where nobody writes it."""
    for name, table in _PLACES.items():
        if name in path and key in table:
            return table[key]
    if not path and key in _IN_BLOCK:
        return _IN_BLOCK[key]
    return HABITUAL_KEYS.get(key)


_PLACES: Mapping[str, Mapping[str, str]] = {
    "parameters": _IN_PARAMETER,
    "connection": _IN_CONNECTION,
    "retry": _IN_RETRY,
    "loop": _IN_LOOP,
    "fan_out": _IN_FAN_OUT,
    "assert": _IN_ASSERT,
    "result": {**_IN_PARAMETER, **_IN_RESULT},
}

_KINDS: Mapping[str, str] = {
    "action": _COMMAND,
    "add_host": _CHOICE,
    "block": _TRY,
    "check": 'write `assert: [{that: ..., message: "..."}]`',
    "cli": _COMMAND,
    "cmd": _COMMAND,
    "config": _LATER,
    "copy": "files are written by python steps only; a result is kept by `result.data`",
    "debug": _SHOW,
    "else": "write another step with `when: not ...`",
    "exec": _COMMAND,
    "expect": 'write `assert: [{that: ..., message: "..."}]`',
    "fail": HABITUAL_KEYS["fail"],
    "for": _LOOP,
    "foreach": _LOOP,
    "group_by": _CHOICE,
    "include_role": _BLOCKS,
    "include_tasks": _BLOCKS,
    "import_role": _BLOCKS,
    "import_tasks": _BLOCKS,
    "include_vars": _PARAMETERS,
    "lineinfile": _LATER,
    "local_action": _PYTHON,
    "log": _SHOW,
    "meta": "remove it; `when` leaves out steps, an `assert` step ends a device",
    "napalm_get": f"{_COMMAND} with `parse`",
    "netmiko_send_command": _COMMAND,
    "netmiko_send_config": _LATER,
    "pause": _WAIT,
    "ping": "write `command: ping 192.0.2.1`",
    "print": _SHOW,
    "raw": _COMMAND,
    "run": f"{_COMMAND}, or a python step",
    "script": _PYTHON,
    "send": _COMMAND,
    "set_fact": HABITUAL_KEYS["set_fact"],
    "shell": _PYTHON,
    "show": _COMMAND,
    "sleep": _WAIT,
    "task": _COMMAND,
    "template": _LATER,
    "then": "write the steps one by one, each with `when:`",
    "uri": _PYTHON,
    "uses": _BLOCKS,
    "variables": HABITUAL_KEYS["set_fact"],
    "wait_for": _WAIT,
}
_KINDS_ENDING: Mapping[str, str] = {
    "_command": _COMMAND,
    "_config": _LATER,
    "_facts": f"{_COMMAND} with `parse`",
    "_l2_interfaces": _LATER,
    "_l3_interfaces": _LATER,
    "_interfaces": _LATER,
    "_vlans": _LATER,
}


def habit_of_kind(name: str) -> str | None:
    """What to write instead of a module of Ansible or a task of Nornir; None where nobody writes it."""
    short = name.rpartition(".")[2]
    if short in _KINDS:
        return _KINDS[short]
    return next((help_ for end, help_ in _KINDS_ENDING.items() if short.endswith(end)), None)


_OUTSIDE = "nothing outside of the block is read: make it a parameter"
_FACTS = "facts come from earlier steps: `steps.ID.parsed`"
_BOOLEAN = "write true or false"

HABITUAL_NAMES: Mapping[str, str] = {
    "ansible_check_mode": "a dry run skips what changes something; nothing asks for it",
    "ansible_date_time": "there is no time in expressions: make it a parameter, or write a python step",
    "ansible_facts": _FACTS,
    "ansible_index": "write `index`",
    "ansible_host": "write `device.ip`",
    "ansible_loop": "write `index`, which counts from 0",
    "ansible_network_os": "write `device.platform.short_name`",
    "ansible_play_hosts": "write `hosts`, after a step with `once: true`",
    "ansible_user": "write `device.username`",
    "env": _OUTSIDE,
    "facts": _FACTS,
    "group_names": "write `group.name`, or what the inventory says in `device.data`",
    "groups": "write `group`, or `devices` in a step with `once: true`",
    "host": "write `device`",
    "hostname": "write `device.hostname`",
    "hostvars": "write `hosts[NAME].steps` after a step with `once: true`",
    "inputs": "write `params`",
    "inventory_hostname": "write `device.name`",
    "inventory_hostname_short": "write `device.name`",
    "ip": "write `device.ip`",
    "lookup": _OUTSIDE,
    "no": _BOOLEAN,
    "now": "there is no time in expressions: make it a parameter, or write a python step",
    "null": "write none",
    "off": _BOOLEAN,
    "omit": "leave the key out; nothing is left out by its value",
    "on": _BOOLEAN,
    "play_hosts": "write `hosts`, after a step with `once: true`",
    "query": _OUTSIDE,
    "result": "write `steps.ID.output`, or `this` in `until`",
    "secrets": "make it a parameter with `secret: true`",
    "task": "write `steps.ID`",
    "vars": "write `params.NAME`, or `steps.ID.value`",
    "yes": _BOOLEAN,
}
"""Names in templates."""


def habit_of_name(name: str) -> str | None:
    """What a name of another tool is called here; None where nobody writes it."""
    return HABITUAL_NAMES.get(name) or (_FACTS if name.startswith("ansible_net_") else None)


HABITUAL_FIELDS: Mapping[str, str] = {
    "changed": "nothing says whether a command changed anything: compare outputs, or read `ok`",
    "failed": "write `not steps.ID.ok`",
    "msg": "write `error.message`, or `output` of a command",
    "rc": "write `ok`: a command that the device refuses is an error",
    "result": "write `output` of a command, `value` of set and python",
    "stderr": "write `error.message`",
    "stdout": "write `output`",
    "stdout_lines": "write `output.splitlines()`, or parse: lines and read `parsed`",
}
"""Fields of results."""

_QUERY = "write `jmespath('...')`"
HABITUAL_FILTERS: Mapping[str, str] = {
    "b64decode": "write a python step",
    "b64encode": "write a python step",
    "basename": "write `x.split('/') | last`",
    "bool": "declare the parameter as boolean, or compare: `x == 'yes'`",
    "from_yaml_all": "write `from_yaml`, for one document",
    "hash": "write a python step",
    "ipaddr": "filters of netutils: `is_ip`, `ip_to_hex`, `netmask_to_cidr`, `cidr_to_netmask`, ...",
    "ipv4": "write `is_ip`",
    "json_query": _QUERY,
    "mandatory": "remove it: what is missing is an error anyway",
    "parse_cli": "write `parse: {regex: ...}` in the command step",
    "parse_cli_textfsm": "write `parse: textfsm` in the command step",
    "parse_xml": "write `parse` in the command step",
    "password_hash": "write a python step",
    "split": "write `x.split(',')`",
    "strftime": "there is no time in expressions: write a python step",
    "subelements": "write a loop in a template, or a python step",
    "to_datetime": "there is no time in expressions: write a python step",
    "to_nice_json": "write `to_json(indent=2)`",
    "to_nice_yaml": "write `to_yaml`",
    "type_debug": "remove it; tests tell types: `x is mapping`, `x is string`",
}
"""Filters of Ansible that have another name here, or none."""

HABITUAL_TESTS: Mapping[str, str] = {
    "changed": HABITUAL_FIELDS["changed"],
    "contains": "write `'a' in x`",
    "failed": "write `not steps.ID.ok`",
    "failure": "write `not steps.ID.ok`",
    "skipped": "write `steps.ID.skipped`",
    "subset": "write `x | difference(y) == []`",
    "succeeded": "write `steps.ID.ok`",
    "success": "write `steps.ID.ok`",
    "successful": "write `steps.ID.ok`",
    "superset": "write `y | difference(x) == []`",
    "unreachable": "write `not steps.ID.ok`",
    "version": "compare lists of numbers, or write a python step",
    "version_compare": "compare lists of numbers, or write a python step",
}
"""Tests of Ansible."""

HABITUAL_TYPES: Mapping[str, str] = {
    "bool": "boolean",
    "dict": "object",
    "float": "number",
    "int": "integer",
    "list": "array",
    "map": "object",
    "mapping": "object",
    "str": "string",
    "text": "string",
}
"""Types of Ansible and Python."""

_FORMATS = ("cidr", "date", "date-time", "email", "hostname", "ip", "ipv4", "ipv6", "mac", "uri", "uuid")
_TYPES_IN_WORDS: Mapping[str, str] = {
    **{name: f"write `{{type: string, format: {name}}}`" for name in _FORMATS},
    "enum": "write `{type: string, enum: [...]}`",
    "password": "write `{type: string, secret: true}`",
    "secret": "write `{type: string, secret: true}`",
    "raw": "leave `type` out: then it may be anything",
    "any": "leave `type` out: then it may be anything",
}


def habit_of_type(name: str) -> str | None:
    """What to write instead of a type that other tools have; None where nobody writes it."""
    return _TYPES_IN_WORDS.get(name)


_SHAPES: Mapping[tuple[str, str], str] = {
    ("assert", "a list"): 'write `assert: [{that: ..., message: "..."}]`',
    ("assert", "a mapping"): "write `{that: ..., message: ...}`",
    ("command", "text"): "write `command: show version`, or a list of commands",
    ("connection", "a mapping"): "write `connection: {driver: netmiko}`",
    ("parameters", "a mapping"): "write `NAME: {type: string}` for each",
    ("parse", "a parser"): "write `parse: textfsm`, `parse: {regex: ...}`",
    ("platforms", "a mapping"): "write `platforms: {ios: {...}, eos: {...}}`",
    ("required", "a list"): "remove it: a parameter without `default` has to be given",
    ("retry", "a mapping"): "write `retry: {attempts: 3}`",
    ("steps", "a list"): "begin every step with a dash: `- command: show version`",
    ("timeout", "a mapping"): "write `timeout: {command: 30}`",
}


def habit_of_shape(label: str, wanted: list[str]) -> str | None:
    """How to write a value that has the wrong shape; None where nobody gets it wrong."""
    if "a type, or a mapping with `type`" in wanted:
        return "write `{type: ..., default: ...}`"
    return next((_SHAPES[label, shape] for shape in wanted if (label, shape) in _SHAPES), None)
