"""The names that expressions see, after section 4 of the language."""

from __future__ import annotations

import pytest


def test_a_step_sees_parameters_its_device_and_earlier_steps(run_block):
    ran = run_block(
        """
        parameters: {factor: {type: integer, default: 3}}
        steps:
          - {id: one, set: "{{ device.id * params.factor }}"}
          - {id: two, set: "{{ steps.one.value + 1 }}"}
        result: {data: {two: {per_device: "{{ steps.two.value }}", type: integer}}}
        """,
        devices=["a", "b"],
    )
    assert ran.data["two"] == {"a": 4, "b": 7}


def test_device_data_is_the_facts_of_the_entity(run_block):
    ran = run_block(
        """
        steps: [{id: role, set: "{{ device.data.role }}"}]
        result: {data: {role: {per_device: "{{ steps.role.value }}", type: string}}}
        """,
        devices=[{"hostname": "a", "facts": {"role": "edge"}}],
    )
    assert ran.data["role"] == {"a": "edge"}


def test_a_once_step_sees_the_hosts_as_they_were_at_the_cut(run_block):
    ran = run_block(
        """
        fan_out: {max_failures: 1}
        steps:
          - {id: n, set: "{{ device.id }}"}
          - {assert: [{that: device.hostname != 'b', message: b is broken}]}
          - {id: total, once: true, set: "{{ succeeded.values() | map(attribute='steps.n.value') | sum }}"}
          - {id: share, set: "{{ steps.n.value / steps.total.value }}"}
          - {id: names, once: true, set: "{{ [hosts | list, succeeded | list, failed | list, failed.b.code] }}"}
        result:
          data:
            total: {type: integer, value: "{{ steps.total.value }}"}
            names: {type: array, value: "{{ steps.names.value }}"}
            share: {type: number, per_device: "{{ steps.share.value }}"}
        """,
        devices=["a", "b", "c"],
    )
    assert ran.outcome.success
    assert ran.data["total"] == 4
    assert ran.data["names"] == [["a", "b", "c"], ["a", "c"], ["b"], "assert_failed"]
    assert ran.data["share"] == {"a": 0.25, "c": 0.75}
    assert ran.data["failed"]["b"]["message"] == "b is broken"


def test_after_a_cut_a_device_sees_the_others(run_block):
    ran = run_block(
        """
        steps:
          - {id: n, set: "{{ device.id * 10 }}"}
          - {id: cut, once: true, set: done}
          - {id: peer, set: "{{ hosts.b.steps.n.value }}"}
        result: {data: {peer: {type: integer, per_device: "{{ steps.peer.value }}"}}}
        """,
        devices=["a", "b"],
    )
    assert ran.data["peer"] == {"a": 20, "b": 20}


def test_a_device_block_has_device_scope_everywhere(run_block):
    ran = run_block(
        """
        run_on: device
        steps:
          - {id: n, set: "{{ device.hostname }}"}
          - {id: o, once: true, set: "{{ device.hostname ~ steps.n.value }}"}
        result:
          message: "{{ device.hostname }} says {{ steps.o.value }}"
          data: {o: {type: string, value: "{{ steps.o.value }}"}}
        """,
        devices=["a"],
    )
    assert ran.outcome.message == "a says aa"
    assert ran.data == {"o": "aa"}


def test_a_block_without_targets_runs_every_step_once(run_block):
    ran = run_block(
        """
        run_on: global
        steps:
          - {id: n, set: 1}
          - {id: m, set: "{{ steps.n.value + 1 }}"}
        result: {data: {m: {type: integer, value: "{{ steps.m.value }}"}}}
        """,
        devices=["a", "b"],
    )
    assert ran.data["m"] == 2
    assert [step.host for step in ran.steps] == [None, None]


def test_a_global_block_chooses_its_devices(run_block):
    ran = run_block(
        """
        run_on: global
        fan_out: {devices: "devices | selectattr('id', 'gt', 1) | list", where: device.hostname != 'c'}
        steps:
          - {id: n, set: "{{ device.id }}"}
          - {id: cut, once: true, set: "{{ skipped }}"}
        result:
          data:
            n: {type: integer, per_device: "{{ steps.n.value }}"}
            skipped: {type: array, value: "{{ steps.cut.value }}"}
        """,
        devices=["a", "b", "c", "d"],
    )
    assert ran.data["n"] == {"b": 2, "d": 4}
    assert ran.data["skipped"] == ["c"]


def test_reading_a_skipped_step_says_that_it_was_skipped(run_block):
    ran = run_block(
        """
        steps:
          - {id: x, when: device.hostname == 'a', set: 1}
          - {id: y, set: "{{ steps.x.value }}"}
        """,
        devices=["a", "b"],
    )
    assert ran.hosts["a"].ok
    assert "step 'x' was skipped on b" in ran.error("b")["message"]


@pytest.mark.parametrize("field", ["ok", "skipped", "error"])
def test_a_skipped_step_has_its_common_fields(run_block, field):
    ran = run_block(
        f"""
        steps:
          - {{id: x, when: false, set: 1}}
          - {{id: y, set: "{{{{ [steps.x.{field}, steps.x.value | default('none')] }}}}"}}
        result: {{data: {{y: {{type: array, per_device: "{{{{ steps.y.value }}}}"}}}}}}
        """,
        devices=["a"],
    )
    expected = {"ok": True, "skipped": True, "error": None}[field]
    assert ran.data["y"] == {"a": [expected, "none"]}


def test_names_of_hosts_are_hostname_else_address_else_id_and_unique(run_block):
    ran = run_block(
        "steps: [{id: x, set: 1}]\n",
        devices=[{"hostname": "a"}, {"hostname": "a"}, {"ip": "192.0.2.7"}, {}],
    )
    assert list(ran.hosts)
    assert set(ran.hosts) == {"a", "a-2", "192.0.2.7", "id-4"}


def test_what_a_device_says_is_never_evaluated_again(run_block):
    ran = run_block(
        """
        parameters: {said: string}
        steps:
          - {id: x, set: "{{ params.said }}"}
          - {id: y, set: "{{ steps.x.value }}"}
        result: {data: {y: {type: string, per_device: "{{ steps.y.value }}"}}}
        """,
        devices=["a"],
        params={"said": "{{ 1 + 1 }} 1.10"},
    )
    assert ran.data["y"] == {"a": "{{ 1 + 1 }} 1.10"}


def test_hosts_are_known_from_the_first_once_step_on_also_without_a_device_step_before(run_block):
    ran = run_block(
        """
        fan_out: {where: device.name != 'c'}
        steps:
          - {id: first, once: true, set: "{{ [hosts | list, succeeded | list, failed, skipped] }}"}
          - {id: n, set: "{{ hosts | length + device.id }}"}
        result:
          data:
            first: "{{ steps.first.value }}"
            n: {per_device: "{{ steps.n.value }}", type: integer}
        """,
        devices=["a", "b", "c"],
    )
    assert ran.data["first"] == [["a", "b"], ["a", "b"], {}, ["c"]]
    assert ran.data["n"] == {"a": 3, "b": 4}


def test_names_of_a_cut_do_not_change_while_the_devices_go_on(run_block):
    ran = run_block(
        """
        fan_out: {max_failures: 1}
        steps:
          - {id: n, set: "{{ device.id }}"}
          - {id: cut, once: true, set: 1}
          - {id: later, set: "{{ device.id }}"}
          - {when: device.name == 'a', assert: [{that: false, message: a broke}]}
          - {id: wait, python: "w.py:wait"}
          - {id: seen, set: "{{ [succeeded | list, hosts.a.steps | list, hosts.a.ok] }}"}
          - {id: cut2, once: true, set: "{{ [succeeded | list, hosts.a.steps | list, failed.a.message] }}"}
        result:
          data:
            seen: {per_device: "{{ steps.seen.value }}", type: array}
            cut2: "{{ steps.cut2.value }}"
        """,
        devices=["a", "b"],
        files={"w.py": "import time\ndef wait():\n    time.sleep(0.1)\n"},
    )
    assert ran.data["seen"] == {"b": [["a", "b"], ["n"], True]}
    assert ran.data["cut2"] == [["b"], ["n", "later"], "a broke"]


def test_a_device_block_ends_at_its_first_error_also_before_a_once_step(run_block):
    ran = run_block(
        """
        run_on: device
        steps:
          - {id: x, assert: [{that: false, message: the reason}]}
          - {id: y, once: true, set: "{{ steps.x.failures }}"}
        """,
        devices=["a"],
    )
    assert ran.outcome.message.startswith("a: assert_failed: the reason (step 'x'")
    assert [step.step for step in ran.steps] == ["x"]


def test_a_device_block_knows_hosts_after_a_once_step(run_block):
    ran = run_block(
        """
        run_on: device
        steps: [{id: x, set: 1}, {id: y, once: true, set: "{{ hosts.a.steps.x.value + succeeded | length }}"}]
        result: {data: {y: "{{ steps.y.value + hosts | length }}"}}
        """,
        devices=["a"],
    )
    assert ran.data["y"] == 3


def test_an_interface_block_runs_on_the_device_of_its_interface(run_block):
    ran = run_block(
        """
        run_on: interface
        steps: [{id: x, set: "{{ device.name ~ interface.name }}"}]
        result: {message: "{{ interface.name }} of {{ device.name }}", data: {x: "{{ steps.x.value }}"}}
        """,
        devices=["a", "b"],
        interfaces=[{"id": 7, "name": "Gi0/1", "device": {"id": 2}}],
    )
    assert ran.outcome.message == "Gi0/1 of b"
    assert ran.data == {"x": "bGi0/1"}


@pytest.mark.parametrize("owner", [{"id": 9}, None])
def test_an_interface_whose_device_is_not_there_has_no_target(run_block, owner):
    ran = run_block(
        "run_on: interface\nsteps: [{id: x, set: 1}]\n",
        devices=["a"],
        interfaces=[{"id": 7, "name": "Gi0/1", "device": owner}],
    )
    assert ran.outcome.message.startswith("no_targets: the block has no device to work on: the device of the")


def test_a_group_block_runs_on_the_devices_of_its_group(run_block):
    ran = run_block("steps: [{id: x, set: 1}]\n", devices=["a", "b"], members=[2])
    assert list(ran.hosts) == ["b"]


def test_a_block_without_targets_sees_the_devices_of_the_job(run_block):
    ran = run_block(
        """
        run_on: global
        steps: [{id: n, set: "{{ devices | map(attribute='name') | list }}"}]
        result: {data: {n: "{{ steps.n.value }}", failed_there: "{{ failed }}"}}
        """,
        devices=["a", "b"],
    )
    assert ran.data["n"] == ["a", "b"]
