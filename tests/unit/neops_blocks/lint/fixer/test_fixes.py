"""What each fix makes of a text, and that it leaves everything else alone."""

from __future__ import annotations

import dataclasses
import difflib
from pathlib import Path

import pytest

from neops_blocks.lint import RULES, Fixable, lint_source
from neops_blocks.lint.fixer import changed_only
from neops_blocks.source import load

HEAD = "# yaml-language-server: $schema=x.json\nschema: function-block/v1\nname: x\npackage: p\nrun_on: device\ntype: none\n"

TABLE = {
    "NB101 a template with text behind it": (
        "steps:\n- set: {{ device['name'] }} is \"up\" # why\n  when: {{ 'a' ~ 1 }}\n",
        "steps:\n- set: '{{ device[''name''] }} is \"up\"' # why\n  when: \"{{ 'a' ~ 1 }}\"\n",
    ),
    "NB101 a template in brackets": (
        "steps:\n- {set: {{ [1] | first }}, when: device.ip}\n",
        "steps:\n- {set: \"{{ [1] | first }}\", when: device.ip}\n",
    ),
    "NB101 a colon": ("steps:\n- command: show log: all\n", 'steps:\n- command: "show log: all"\n'),
    "NB101 text behind quotes": ("steps:\n- command: \"show\" it's\n", "steps:\n- command: '\"show\" it''s'\n"),
    "NB101 an apostrophe": ("steps:\n- set: 'don't'\n", 'steps:\n- set: "don\'t"\n'),
    "NB101 quotes in quotes": ('steps:\n- set: "a "b" c"\n',) * 2,
    "NB101 spaces that are none": (
        "steps:\n- set: a\xa0b\n\xa0\xa0when:\xa0device.ip == '\xa0'\n-\u2003id: b\n  \u200bset: 1\n",
        "steps:\n- set: a\xa0b\n  when: device.ip == '\xa0'\n- id: b\n  set: 1\n",
    ),
    "NB101 fences": ("steps:\n```yaml\n- set: |\n    ```\n```\n# end\n", "steps:\n\n- set: |\n    ```\n\n# end\n"),
    "NB101 not over lines": ("steps:\n- command: show log: all\n    | include a\n",) * 2,
    "NB101 a percent sign": ("steps:\n- set: %x\n", 'steps:\n- set: "%x"\n'),
    "NB101 not in brackets": ("steps:\n- {\n  set: a: b }\n",) * 2,
    "NB101 a statement": ("steps:\n- set: {% if true %}a{% endif %}\n", 'steps:\n- set: "{% if true %}a{% endif %}"\n'),
    "NB101 tabs": ("steps:\n\t- set: 1\n\t  when: device.ip\n", "steps:\n  - set: 1\n    when: device.ip\n"),
    "NB102 behind an anchor": (
        "steps:\n- set: &a {{ device.name }}\n- set: *a\n",
        'steps:\n- set: &a "{{ device.name }}"\n- set: *a\n',
    ),
    "NB102 behind a key": ("steps:\n- set: {{ device.name }}  # why\n", 'steps:\n- set: "{{ device.name }}"  # why\n'),
    "NB102 with quotes inside": (
        "steps:\n- set: {{ \"it's\" }}\n",
        "steps:\n- set: '{{ \"it''s\" }}'\n",
    ),
    "NB102 in brackets": (
        "steps:\n- {set: [{{ device.name }}, 2], id: a}\n",
        'steps:\n- {set: ["{{ device.name }}", 2], id: a}\n',
    ),
    "NB104 a text": ("steps:\n- set: !show # why\n", 'steps:\n- set: "!show" # why\n'),
    "NB105 a line of a configuration": ("steps:\n- set:\n  - ! end\n  - b\n", 'steps:\n- set:\n  - "! end"\n  - b\n'),
    "NB105 in brackets": ("steps:\n- set: [! a, b]\n", 'steps:\n- set: ["! a", b]\n'),
    "NB105 not in an anchored value": ("steps:\n- set: [&a ! b, *a]\n",) * 2,
    "NB105 not over lines": ("steps:\n- set: ! a\n    b\n",) * 2,
    "NB111 a number": ("steps:\n- set: {10: a, b: {1.5: c, true: d}}\n", "steps:\n- set: {'10': a, b: {'1.5': c, 'true': d}}\n"),
    "NB111 in lines": ("steps:\n- set:\n    ~: a # why\n    -1:\n    - b\n", "steps:\n- set:\n    '~': a # why\n    '-1':\n    - b\n"),
    "NB111 merged": (
        "x-a: &a\n  10: b\nsteps:\n- set:\n    <<: *a\n    c: d\n",
        "x-a: &a\n  '10': b\nsteps:\n- set:\n    <<: *a\n    c: d\n",
    ),
    "NB111 not what is there already": ("steps:\n- set: {10: a, '10': b}\n",) * 2,
    "NB114 behind an anchor": ("steps:\n- set: [&a no, *a]\n", "steps:\n- set: [&a 'no', *a]\n"),
    "NB114 quotes of a word processor": (
        "steps:\n- command: \u201cshow version\u201d # why\n- {set: \u2018it\u2019s\u2019}\n- set: \xaba \"b\"\xbb\n",
        "steps:\n- command: \"show version\" # why\n- {set: \"it\u2019s\"}\n- set: 'a \"b\"'\n",
    ),
    "NB109 a text": ("steps:\n- set: [*all]\n", "steps:\n- set: ['*all']\n"),
    "NB109 an anchor": ("steps:\n- set: [&core a, *cor]\n", "steps:\n- set: [&core a, *core]\n"),
    "NB109 a merge": ("steps:\n- set:\n    <<: *other\n",) * 2,
    "NB112 control characters": ("steps:\n- set: a\x0bb\x1b \ufeffc\n", "steps:\n- set: a b c\n"),
    "NB116 spaces without width": (
        "steps:\n- command: show clock\u200b\u200b # why\n- set: \"\\u200b\"\n",
        "steps:\n- command: show clock # why\n- set: \"\\u200b\"\n",
    ),
    "NB116 a space without width alone": (
        "steps:\n- set: {\u200b a: 1, b: \u200b , c: \u200bd\u200b }\n",
        "steps:\n- set: {\u200b a: 1, b: \u200b , c: d }\n",
    ),
    "NB116 tabs": ("steps:\n-   set:\t\t1\t# why\t\n    when:  device.ip\t\n", "steps:\n-   set:  1 # why\t\n    when:  device.ip\n"),
    "NB116 tabs in brackets": ("steps:\n- set: [1,\n\t2,\t\"\t\"]\n", "steps:\n- set: [1,\n  2, \"\t\"]\n"),
    "NB116 line separators": ("steps:\n- set: 1\u2028- set: 2 # a\u2028- set: 'a\u2028b'\n", "steps:\n- set: 1\n- set: 2 # a\n- set: 'a\u2028b'\n"),
    "NB201 a key": ("steps:\n- set: 1\n  retyr: {attempts: 2, dely: 1}\n", "steps:\n- set: 1\n  retry: {attempts: 2, delay: 1}\n"),
    "NB201 a key in quotes": ("steps:\n- set: 1\n  'retyr': {attempts: 2}\n", "steps:\n- set: 1\n  'retry': {attempts: 2}\n"),
    "NB201 not what is there already": ("steps:\n- set: 1\n  retyr: {attempts: 2}\n  retry: {attempts: 2}\n",) * 2,
    "NB203 true and false": (
        "pure: yes # why\nidempotent: 'Off'\nsteps:\n- set: 1\n",
        "pure: true # why\nidempotent: false\nsteps:\n- set: 1\n",
    ),
    "NB203 numbers": (
        "steps:\n- {command: a, timeout: \"30\", retry: {attempts: '3', delay: 5 sec}}\n",
        "steps:\n- {command: a, timeout: 30, retry: {attempts: 3, delay: 5}}\n",
    ),
    "NB203 not half of a whole": ("steps:\n- {command: a, retry: {attempts: '3.5'}, timeout: '1h'}\n",) * 2,
    "NB204 a word in quotes": ("fan_out: {on_error: 'contniue'}\nsteps:\n- set: 1\n", "fan_out: {on_error: 'continue'}\nsteps:\n- set: 1\n"),
    "NB205 a kind": ("steps:\n- sett: 1\n", "steps:\n- set: 1\n"),
    "NB208 a number": ("version: 1.10 # why\nsteps:\n- set: 1\n", "version: '1.10' # why\nsteps:\n- set: 1\n"),
    "NB207 the version": ("steps:\n- set: 1\n---\nschema: function-block/v2 # why\n", "steps:\n- set: 1\n---\nschema: function-block/v1 # why\n"),
    "NB405 a parser": (
        "steps:\n- {command: show version, parse: 'texfsm'}\n- {command: show version, parse: [texfsm, {jmspath: a}]}\n",
        "steps:\n- {command: show version, parse: 'textfsm'}\n- {command: show version, parse: [textfsm, {jmespath: a}]}\n",
    ),
    "NB405 a parser with a value": (
        "steps:\n- {command: show version, parse: {'regexp': a}}\n",
        "steps:\n- {command: show version, parse: {'regex': a}}\n",
    ),
    "NB301 quotes and words": (
        "parameters:\n  a: {type: integer, default: '5'} # why\n  b: {type: boolean, default: yes}\n  c: {type: string, default: 1.10}\nsteps:\n- set: 1\n",
        "parameters:\n  a: {type: integer, default: 5} # why\n  b: {type: boolean, default: true}\n  c: {type: string, default: '1.10'}\nsteps:\n- set: 1\n",
    ),
    "NB401 a step": (
        "steps:\n- {id: show, set: 1}\n- set: |\n    # {{ steps.shwo.value }}\n",
        "steps:\n- {id: show, set: 1}\n- set: |\n    # {{ steps.show.value }}\n",
    ),
    "NB403 a platform": (
        "steps:\n- command: a\n  platforms:\n    eso: {command: b}\n",
        "steps:\n- command: a\n  platforms:\n    eos: {command: b}\n",
    ),
    "NB404 a driver": ("connection: {driver: \"netmikko\"}\nsteps:\n- set: 1\n", "connection: {driver: \"netmiko\"}\nsteps:\n- set: 1\n"),
    "NB502 a filter": ('steps:\n- set: "{{ 1 | upperr }}"\n', 'steps:\n- set: "{{ 1 | upper }}"\n'),
    "NB503 a test": ("steps:\n- set: 1\n  when: device is defind\n", "steps:\n- set: 1\n  when: device is defined\n"),
    "NB504 a name": ("steps:\n- set: '{{ devcie.name }}'\n", "steps:\n- set: '{{ device.name }}'\n"),
    "NB504 a parameter without params": (
        "parameters: {vlan: integer}\nsteps:\n- set: '{{ vlan }}'\n",
        "parameters: {vlan: integer}\nsteps:\n- set: '{{ params.vlan }}'\n",
    ),
    "NB505 a parameter in a folded text": (
        "parameters: {vlan: integer}\nsteps:\n- set: >-\n    it''s\n\n    {{ params\n    .vlna }}\n",
        "parameters: {vlan: integer}\nsteps:\n- set: >-\n    it''s\n\n    {{ params\n    .vlan }}\n",
    ),
    "NB505 behind an anchor": (
        "parameters: {vlan: integer}\nsteps:\n- set: &a \"{{ params.vlna }}\"\n- set: *a\n",
        "parameters: {vlan: integer}\nsteps:\n- set: &a \"{{ params.vlan }}\"\n- set: *a\n",
    ),
    "NB505 declared behind the others": (
        "parameters:\n  a: string  # of a\n  # of b\n  b: {type: string} # too\n\n# of steps\nsteps:\n- set: '{{ params.vlan }}'\n",
        "parameters:\n  a: string  # of a\n  # of b\n  b: {type: string} # too\n  vlan: string\n\n# of steps\nsteps:\n- set: '{{ params.vlan }}'\n",
    ),
    "NB505 declared behind a block of text": (
        "parameters:\n  a:\n    type: string\n    description: |\n      of a\n\nsteps:\n- set: '{{ params.vlan }}'\n",
        "parameters:\n  a:\n    type: string\n    description: |\n      of a\n  vlan: string\n\nsteps:\n- set: '{{ params.vlan }}'\n",
    ),
    "NB505 declared in braces": (
        "parameters: {a: string,}\nsteps:\n- set: '{{ params.vlan }}'\n",
        "parameters: {a: string, vlan: string,}\nsteps:\n- set: '{{ params.vlan }}'\n",
    ),
    "NB505 declared behind a key without a value": (
        "parameters: {a: string, b }\nsteps:\n- set: '{{ params.vlan }}'\n",
        "parameters: {a: string, b, vlan: string }\nsteps:\n- set: '{{ params.vlan }}'\n",
    ),
    "NB505 declared in empty braces": (
        "parameters: {}\nsteps:\n- set: '{{ params.vlan }}'\n",
        "parameters: {vlan: string}\nsteps:\n- set: '{{ params.vlan }}'\n",
    ),
    "NB505 declared in a section of its own": (
        "\n# of steps\nsteps:\n- set: '{{ params.vlan }} {{ params.port }}'\n",
        "parameters:\n  vlan: string\n  port: string\n\n# of steps\nsteps:\n- set: '{{ params.vlan }} {{ params.port }}'\n",
    ),
    "NB506 a field": (
        "steps:\n- {id: a, set: 1}\n- set: '{{ steps.a.vlaue }}'\n",
        "steps:\n- {id: a, set: 1}\n- set: '{{ steps.a.value }}'\n",
    ),
    "NB509 a value without quotes": (
        "steps:\n- set: [device.name, 'device.ip', \"params.a\", {b: device.platform | string}]  # why\n",
        "steps:\n- set: [\"{{ device.name }}\", '{{ device.ip }}', \"{{ params.a }}\", {b: \"{{ device.platform | string }}\"}]  # why\n",
    ),
    "NB509 a text over lines": ("steps:\n- set: >-\n    device.name\n", "steps:\n- set: >-\n    {{ device.name }}\n"),
    "NB509 with quotes inside": (
        "steps:\n- set: device['name'] | upper\n- set: 'device[''name'']'\n",
        "steps:\n- set: \"{{ device['name'] | upper }}\"\n- set: 'device[''name'']'\n",
    ),
    "NB512 a field": (
        "steps:\n- set: '{{ device.platform.short_nmae }}'\n",
        "steps:\n- set: '{{ device.platform.short_name }}'\n",
    ),
    "NB802 a command": (
        "steps:\n- command: show version\ntests:\n- name: a\n  replies: {sw1: {'show versoin': b}}\n",
        "steps:\n- command: show version\ntests:\n- name: a\n  replies: {sw1: {'show version': b}}\n",
    ),
    "NB802 not what is there already": (
        "steps:\n- command: show version\ntests:\n- name: a\n  replies: {sw1: {show versoin: b, show version: c}}\n",
    )
    * 2,
    "NB901 a word": (
        "steps:\n- set: device.name  # neops: ingore[NB509] why\n",
        "steps:\n- set: device.name  # neops: ignore[NB509] why\n",
    ),
    "NB902 a code": (
        "steps:\n- set: steps.a  # neops: ignore[NB509, NB999] why\n",
        "steps:\n- set: steps.a  # neops: ignore[NB509] why\n",
    ),
    "NB903 a comment": ("steps:\n# neops: ignore[NB509]\n- set: 1\n", "steps:\n- set: 1\n"),
    "NB904 an error": (
        "steps:\n- set: '{{ nothing }}'  # neops: ignore[NB504]\n",
        "steps:\n- set: '{{ nothing }}'\n",
    ),
}  # fmt: skip
BAD = Path(__file__).parents[1] / "fixtures" / "bad"
ENDS = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no line break at the end": lambda text: text.rstrip("\n"),
    "BOM": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("case", TABLE)
def test_a_fix_mends_what_is_wrong_and_nothing_else(case, end, fixed):
    before, after = (ENDS[end](HEAD + text) for text in TABLE[case])
    done = fixed(before, select=(case[:5], "NB9") if case.startswith("NB9") else (case[:5],))
    assert done.wrong == ()
    assert done.linted.text == (after.removeprefix("\ufeff") if case.startswith("NB116") else after)


@pytest.mark.parametrize("case", TABLE)
def test_a_second_run_changes_nothing(case, fixed):
    once = fixed(HEAD + TABLE[case][0]).linted.text
    assert not fixed(once).changed


PYTHON = {
    "NB701 a file": ("python: 'chekcs.py:first'", "python: 'checks.py:first'"),
    "NB701 a file below": ("python: below/moer.py:first", "python: below/more.py:first"),
    "NB702 a function": ('python: "checks.py:frist" # why', 'python: "checks.py:first" # why'),
    "NB704 an argument": (
        "{python: checks.py:first, with: {nmaes: [], limit: 1}}",
        "{python: checks.py:first, with: {names: [], limit: 1}}",
    ),
    "NB704 not what is given already": ("{python: checks.py:first, with: {names: [], name: 1}}",) * 2,
}


@pytest.mark.parametrize("case", PYTHON)
def test_what_is_misspelt_of_a_python_step_is_mended(case, fixed, tmp_path):
    (tmp_path / "checks.py").write_text("def first(names=(), *, limit=1): ...\n")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "more.py").write_text("def first(): ...\n")
    before, after = (f"{HEAD}steps:\n- {step}\n" for step in PYTHON[case])
    done = fixed(before, select=(case[:5],), file=tmp_path / "x.block.yaml")
    assert (done.wrong, done.linted.text) == ((), after)


def test_guesses_are_left_alone_without_unsafe_fixes(fixed):
    text = HEAD + "steps:\n- set: {{ devcie.name }}\n"
    done = fixed(text, unsafe=False)
    assert done.linted.text == text.replace("{{ devcie.name }}", '"{{ devcie.name }}"')
    assert [finding.code for finding in done.linted.fixed] == ["NB102"]
    assert [finding.code for finding in done.linted.findings] == ["NB504"]


def test_fixes_that_are_in_the_way_of_each_other_are_done_one_after_the_other(fixed):
    """Here the name of the section is mended, and a section of that name is to be declared."""
    done = fixed(HEAD + "parametesr: {vlan: integer}\nsteps:\n- set: '{{ params.vlan }} {{ params.port }}'\n")
    assert done.wrong == ()
    assert done.linted.text == (
        HEAD
        + "parameters: {vlan: integer, port: string}\nsteps:\n- set: '{{ params.vlan }} {{ params.port }}'\n"
    )


@pytest.mark.parametrize("name", sorted(path.name for path in BAD.glob("*.yaml")))
def test_a_bad_file_is_mended_as_far_as_fixes_go(name, fixed):
    before = (BAD / name).read_bytes().decode()
    done = fixed(before)
    after = done.linted.text
    assert done.wrong == ()
    assert [found for found in done.linted.findings if found.fix is not None] == []
    assert not fixed(after).changed
    lines = {line for found in done.linted.fixed for line in _lines(found)}
    old = before.split("\n")
    for tag, start, end, _, _ in difflib.SequenceMatcher(a=old, b=after.split("\n")).get_opcodes():
        assert tag == "equal" or tag == "insert" or set(range(start, end)) <= lines, old[start:end]


def _lines(finding):
    for edit in finding.fix.edits:
        yield from range(edit.span.start.line - 1, edit.span.end.line)


def _kinds(texts):
    """Which fixes the findings of each code have: safe and unsafe ones, and none."""
    kinds = {}
    for text, file in texts:
        for finding in lint_source(load(text, file)).findings:
            kinds.setdefault(finding.code, set()).add(finding.fix and finding.fix.safe)
    return kinds


def test_a_rule_says_what_its_fixes_are():
    """Every rule with fixes has one in the bad blocks, and no other rule has any, there and in the table."""
    bad = _kinds((path.read_bytes().decode(), str(path)) for path in BAD.glob("*.yaml"))
    table = _kinds((HEAD + text, "x.block.yaml") for text, _ in TABLE.values())
    for rule in RULES:
        found = bad.get(rule.code, set())
        if rule.fixable is Fixable.SAFE:
            assert True in found, rule.code
        if rule.fixable is Fixable.UNSAFE:
            assert False in found, rule.code
            assert True not in found | table.get(rule.code, set()), rule.code
        if rule.fixable is Fixable.NO:
            assert found | table.get(rule.code, set()) <= {None}, rule.code


def test_any_number_of_errors_that_keep_a_text_from_being_yaml_is_mended(fixed):
    text = HEAD + "steps:\n" + "".join(f"- set: {{{{ device['name'] }}}} {number}\n" for number in range(40))
    done = fixed(text)
    assert len(done.linted.fixed) == 40
    assert done.linted.findings == []


def test_what_stands_where_is_mended_before_what_names_mean(fixed):
    """`nae` is no misspelt `name` but the item of a loop, once that has its name."""
    text = HEAD + "steps:\n- looop: {over: [1], as: nae}\n  set: '{{ nae }}'\n"
    assert fixed(text).linted.text == text.replace("looop", "loop")


def test_what_is_not_yaml_is_left_alone(fixed):
    text = HEAD + "steps:\n- set: {{ device.name }}\n- set: 'a\n"
    done = fixed(text)
    assert (done.linted.text, done.wrong) == (text, ())


def test_a_fix_that_changes_something_else_leaves_the_file_alone_and_is_told(fixed, monkeypatch):
    from neops_blocks.diagnostics import Edit, Fix
    from neops_blocks.lint.fixer import fix

    text = HEAD + "steps:\n- set: {{ device.name }}\n- set: '{{ devcie.name }}'\n"

    def lint(source):
        linted = lint_source(source)
        spoilt = [
            dataclasses.replace(found, fix=Fix("x", (Edit(source.lines.span(0, 1), "set: 2\n#"),)))
            if found.code == "NB504"
            else found
            for found in linted.findings
        ]
        return dataclasses.replace(linted, findings=spoilt)

    done = fix(load(text, "x.block.yaml"), lint)
    assert (done.linted.text, done.changed) == (text, False)
    assert [found.code for found in done.wrong] == ["NB504"]
    assert done.linted.fixed == ()


SCALARS = "a: 1\nb: [x, y]\nc: {d: 'e'}\n"


@pytest.mark.parametrize(
    ("old", "new", "fine"),
    [
        ("1", "2", True),
        ("x", "z", True),
        ("e", "f", True),
        ("a", "q", True),
        ("1", "1\nz: 2", False),
        ("1", "[1]", False),
        ("x", "x, z", False),
        ("x, ", "", False),
        ("a: 1\n", "", False),
        ("1\n", "1\nz: 2\n", False),
        ("a", "b", False),
        ("\nb", " \nz: 1\nb", False),
        ("d: 'e'", "d: 'e', f: 1", False),
        ("}", ", f: 1}", False),
        ("'e", "'e, f: 1", True),
        ("'e'", "'e", False),
    ],
)
def test_only_what_an_edit_is_about_may_change(old, new, fine):
    from neops_blocks.diagnostics import Edit

    before = load(SCALARS, "x.yaml")
    at = SCALARS.index(old)
    edit = Edit(before.lines.span(at, at + len(old)), new)
    after = load(SCALARS[:at] + new + SCALARS[at + len(old) :], "x.yaml")
    assert changed_only(before, after, [edit]) is fine


def test_an_insertion_may_add_a_key():
    from neops_blocks.diagnostics import Edit

    before = load(SCALARS, "x.yaml")
    edit = Edit(before.lines.span(4, 4), "\nz: 1")
    assert changed_only(before, load("a: 1\nz: 1\nb: [x, y]\nc: {d: 'e'}\n", "x.yaml"), [edit])


def test_fixes_in_each_others_way_leave_the_others_alone(fixed):
    """Two keys would become the same one, in many steps: one of each two is mended."""
    done = fixed(HEAD + "steps:\n" + "- {command: a, timuot: 3, timoeut: 4}\n" * 20)
    assert done.wrong == ()
    steps = done.linted.text.removeprefix(HEAD).split("\n")[1:-1]
    assert [step.count("timeout: ") for step in steps] == [1] * 20


def test_a_guess_that_is_no_name_is_not_written(fixed):
    text = HEAD + "parameters: {vlan%d: integer}\nsteps:\n- set: '{{ params.vlan }}'\n"
    assert "{{ params.vlan }}" in fixed(text).linted.text
