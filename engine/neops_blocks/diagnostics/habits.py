"""Words of Ansible and Nornir, and what they are called here: a better guess than the nearest spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOOP = "write `loop: [...]`; each item is `item`"
_RETRY = "it belongs under `retry: {attempts: 3, delay: 5, until: ...}`"
_ONCE = "`once: true` makes a step run once for all devices"
_CHOICE = "`run_on: group` takes the devices of the inventory; `fan_out.where` leaves some out"

HABITUAL_KEYS: Mapping[str, str] = {
    "any_errors_fatal": "write `on_error: fail` under `fan_out`",
    "become": "write `enable: true` in the steps that need it",
    "debug": "read a value with a field under `result.data`, or run with --format json",
    "delay": _RETRY,
    "delegate_to": _ONCE,
    "fail": 'write `assert: [{that: ..., message: "..."}]`',
    "failed_when": "put an `assert` step after this one",
    "forks": "write `max_parallel` under `fan_out`",
    "hosts": _CHOICE,
    "ignore_errors": "write `on_error: continue`",
    "loop_control": "write `loop: {over: [...], as: NAME}`",
    "max_fail_percentage": "write `max_failures: 10%` under `fan_out`",
    "register": "give the step an `id`: its result is `steps.ID`",
    "retries": _RETRY,
    "run_once": _ONCE,
    "serial": "write `max_parallel` under `fan_out`",
    "set_fact": "write `set:` and read it as `steps.ID.value`",
    "tasks": "they are called `steps`",
    "until": _RETRY,
    "vars": "write a `set` step before, or `parameters` of the block",
    "with_dict": _LOOP,
    "with_items": _LOOP,
    "with_list": _LOOP,
}
"""Keys of plays and tasks."""

HABITUAL_NAMES: Mapping[str, str] = {
    "ansible_facts": "facts come from earlier steps: `steps.ID.parsed`",
    "ansible_host": "write `device.ip`",
    "ansible_network_os": "write `device.platform.short_name`",
    "ansible_user": "write `device.username`",
    "groups": "write `group`, or `devices` in a step with `once: true`",
    "host": "write `device`",
    "hostvars": "write `hosts[NAME].steps` after a step with `once: true`",
    "inventory_hostname": "write `device.name`",
    "lookup": "nothing outside of the block is read: make it a parameter",
    "query": "nothing outside of the block is read: make it a parameter",
    "no": "write true or false",
    "off": "write true or false",
    "on": "write true or false",
    "yes": "write true or false",
}
"""Names in templates."""
