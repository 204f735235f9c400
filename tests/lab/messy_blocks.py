"""Valid blocks in every style of YAML, written by different people: what fixes must leave as it is."""

from __future__ import annotations

HEAD = """\
# yaml-language-server: $schema=../schemas/function-block.v1.json

schema: function-block/v1   # the first
name: messy_{number}
package: "fb.example.com"
version: '1.2.0'
run_on: device
type: check
"""
PARAMETERS = (
    """\
parameters:
  vlan: integer   # of the port

  # Names are long.
  interface: {type: string, description: 'It''s "one" port', default: "Gi1/0/1"}
  threshold:
    type: integer
    description: >-
      Highest count # no comment
      that passes.
    default: 10
""",
    "parameters: {vlan: integer, interface: string, threshold: {type: integer, default: 0}}  # short\n",
    "parameters: {\n  vlan: integer,  # in braces\n\n  interface: 'string', threshold: integer\n}\n",
)
FIRST = """\
steps:
  # -- the first --
  - id: first
    command: show version
    timeout: 30
"""
STEPS = (
    """\
  - id: s{number}   # a plain one
    command: show interfaces status
    timeout: 30

""",
    """\
  - {{id: s{number}, command: 'show vlan id {{{{ params.vlan }}}}', timeout: 10}}
""",
    """\
  -   id: "s{number}"
      command: >-
        show running-config
        | include {{{{ params.interface | upper }}}}
      # between keys

      when: "params.vlan == 10 and \\"a\\" != 'b'"
      timeout: 12
""",
    """\
  - id: s{number}
    set: |  # of lines
      # no comment {{{{ params.interface }}}}
      second 'line' "quoted": {{{{ device.name }}}}
        indented: yes

    # behind the lines
""",
    """\
  - &a{number}
    id: s{number}
    set: {{a: "{{{{ params.interface | lower }}}}", b: ['{{{{ params.vlan }}}}', 2, three], "c": null}}

  - <<: *a{number}
    id: t{number}
  - {{<<: [*a{number}], id: u{number}}}
""",
    """\
  - assert:
    - that: steps.first.ok and params.vlan is defined
      message: "{{{{ params.interface }}}} is 'down': {{{{ steps.first.output | length }}}}"
    - {{that: params.threshold < 4, message: too many}}
""",
    """\
  - id: s{number}
    loop: {{over: [a, 'b', "c"], as: port}}
    command: "show interface {{{{ port }}}}"
    timeout: 5
    retry: {{
      attempts: 3,

      until: this.output is defined }}
    platforms:
      eos: {{command: show interface | json, timeout: 7}}
      junos: unsupported
""",
    """\
  - id: s{number}
    set: &v{number} "{{{{ steps.first.output }}}}"
  - set: *v{number}
  - set: [&w{number} three, *w{number}]
  - set: [*v{number}, "two
      lines", 'and
      {{{{ params.vlan }}}}']
  - set: "{{{{ params.vlan | default(1) }}}}"
    when: params.threshold > 3
  - set: {{x: 1,
      y: "{{{{ device.name }}}}" , z: three}}
""",
    """\
  -
    id: s{number}
    command:
      - show clock
      # of the second
      - "show vlan {{{{ params.vlan }}}}"
    on_error: continue
    timeout: 20
""",
)  # fmt: skip
RESULT = """\
result:
  message: "{{ steps.first.output }} on {{ device.name }}"

  data:
    first: {type: string, value: "{{ steps.first.output }}"}   # wide
    second:
      type: integer
      value: '{{ params.vlan }}'
# the end
"""


def messy_block(number: int, parameters: int, steps: list[int]) -> str:
    """A block of those pieces; each number stands for one of the pieces."""
    pieces = [STEPS[step % len(STEPS)].format(number=at) for at, step in enumerate(steps)]
    return "".join(
        [HEAD.format(number=number), PARAMETERS[parameters % len(PARAMETERS)], FIRST, *pieces, RESULT]
    )
