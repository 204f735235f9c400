"""Files up to a megabyte that are as dear to read as their size allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.lint_fuzz import corpus
from campaigns.lint_fuzz.characters import encoded, with_piece
from campaigns.lint_fuzz.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

HEADER = "schema: function-block/v1\nname: large\npackage: fb.example.com\nrun_on: group\ntype: check\n"
MOST = 1_000_000


def large(chance: Random) -> bytes:
    """One of the shapes, of some size, now and then with an error somewhere."""
    size = chance.choice((20_000, 60_000, 100_000, 250_000, 500_000, MOST))
    text = chance.choice(SHAPES)(chance, size)[:MOST]
    for _ in range(chance.choice((0, 0, 1, 2))):
        text = with_piece(chance, text)
    if chance.random() < 0.1:
        text = text.replace("\n", chance.choice(("\r\n", "\r", "\u2028", "\x85")))
    return encoded(text)


def _fill(size: int, write: Callable[[int], str]) -> str:
    parts, length, number = [], 0, 0
    while length < size:
        parts.append(write(number))
        length += len(parts[-1])
        number += 1
    return "".join(parts)


def _documents(chance: Random, size: int) -> str:
    text = corpus.text(chance)
    return _fill(size, lambda _: f"---\n{text}")


def _small_documents(chance: Random, size: int) -> str:
    text = chance.choice(
        ("--- a\n", "---\n", "---\na: 1\n", f"---\n{HEADER}steps: []\n", "--- {}\n...\n", "--- []\n")
    )
    return _fill(size, lambda _: text)


def _steps(chance: Random, size: int) -> str:
    step = chance.choice((
        "  - id: s{n}\n    command: show {{{{ params.a{n} }}}}\n",
        "  - id: same\n    set: \"{{{{ steps.s{m}.value }}}}\"\n",
        "  - {{id: s{n}, set: 1}}\n",
        "  - command: show version\n    when: x == '{n}'\n    retry: {{until: this.outptu}}\n",
        "  - comand: a\n", "  - 1\n", "  -\n", "  - {{}}\n", "  - assert: [{{that: \"steps.s{m}.ok\", message: a}}]\n",
        "  - command: {{{{ x }}}}\n", "  - set: \"{{{{ {n} | unknwon }}}}\"\n", "  - id: s{n}\n    set: '{{{{ steps.t{m}.valeu }}}}'\n",
        "  - command: a\n    platforms: {{ios: {{command: b{n}}}, junos{n}: {{command: c}}, default: unsupported}}\n",
        "  - python: a{n}.py:f\n    with: {{a: \"{{{{ params.b }}}}\"}}\n",
        "  - id: s{n}\n    set: 1\n  - id: s{n}\n    set: 2\n",
    ))  # fmt: skip
    return HEADER + "steps:\n" + _fill(size, lambda n: step.format(n=n, m=n + chance.choice((-1, 1))))


def _parameters(chance: Random, size: int) -> str:
    line = chance.choice((
        "  p{n}: integer\n", "  p{n}: {{type: strng, default: {n}}}\n", "  P{n}: x\n", "  p{n}: {{type: integer, minimum: 3, maximum: 2}}\n",
        "  same: integer\n", "  p{n}: {{type: object, properties: {{a: {{type: array, items: {{type: integer}}}}}}}}\n",
        "  p{n}: {{type: string, pattern: '(a{n}', default: x, enum: [a, b]}}\n", "  password{n}: {{type: string, default: abc}}\n",
    ))  # fmt: skip
    uses = chance.choice((0, 20, 500))
    parameters = _fill(size, lambda n: line.format(n=n))
    used = "".join(f"  - set: '{{{{ params.q{n} }}}}'\n" for n in range(uses)) or "  - set: 1\n"
    return f"{HEADER}parameters:\n{parameters}steps:\n{used}"


def _results(chance: Random, size: int) -> str:
    line = chance.choice(
        (
            '    r{n}: "{{{{ steps.a.value }}}}"\n',
            '    r{n}: {{type: integer, value: "{{{{ succeded }}}}"}}\n',
            "    r{n}: {{per_device: x}}\n",
        )
    )
    return f"{HEADER}steps:\n  - {{id: a, set: 1}}\nresult:\n  data:\n" + _fill(
        size, lambda n: line.format(n=n)
    )


def _keys(chance: Random, size: int) -> str:
    line = chance.choice(
        (
            "k{n}: v\n",
            "a: b\n",
            "? k{n}\n: v\n",
            "x-{n}: {{a: [1, 2, 3]}}\n",
            "nam: x\n",
            "{n}: a\n",
            "'k{n}': \"v\"\n",
            "k{n}:\n",
        )
    )
    return HEADER + _fill(size, lambda n: line.format(n=n))


def _flow(chance: Random, size: int) -> str:
    piece = chance.choice(
        (
            "1,",
            "[],",
            "{},",
            "a: b,",
            "'x',",
            "*a,",
            "&a a,",
            "!x a,",
            "[a, b], ",
            "no,",
            "? a : b,",
            '"a\\n", ',
        )
    )
    opening, closing = chance.choice((("[", "]"), ("{", "}")))
    return f"x-a: &a 1\nx-b: {opening}" + piece * (size // len(piece)) + chance.choice((closing, ""))


def _lists(chance: Random, size: int) -> str:
    piece = chance.choice(
        (
            "- \n",
            "- a\n",
            "- - - a\n",
            "- {a: 1}\n",
            "- no\n",
            "- ! a\n",
            "- *a\n",
            "- 'a\n",
            "-\n  -\n",
            "- a: b\n",
        )
    )
    return piece * (size // len(piece))


def _aliases(chance: Random, size: int) -> str:
    levels = chance.choice((3, 9, 30))
    width = chance.choice((2, 9, 50))
    lines = ["x-0: &a0 {k: v, l: w}\n"]
    for level in range(1, levels):
        items = ", ".join([f"*a{level - 1}"] * width)
        lines.append(
            chance.choice(
                (
                    f"x-{level}: &a{level} [{items}]\n",
                    f"x-{level}: &a{level} {{<<: [{items}], k{level}: v}}\n",
                )
            )
        )
    return ("".join(lines) + HEADER)[:size]


def _merges(chance: Random, size: int) -> str:
    base = "".join(f"  k{n}: v\n" for n in range(chance.choice((1, 50, 1000))))
    return f"x-a: &a\n{base}{HEADER}" + _fill(size, lambda n: f"x-{n}:\n  <<: *a\n")


def _one_line(chance: Random, size: int) -> str:
    piece = chance.choice(
        (
            "x",
            "{{ x }}",
            "a b ",
            "é",
            "'' ",
            "\\n",
            "{{",
            "}}",
            ": ",
            " #",
            "\t",
            "{%",
            "&",
            "params.x ",
            "😀",
            "no, ",
        )
    )
    quote = chance.choice(("", "'", '"'))
    key = chance.choice(("command", "message", "when", "set", "description", "comand", "?"))
    return f"{HEADER}steps:\n  - {key}: {quote}{piece * (size // len(piece))}{quote}\n"


def _block_scalar(chance: Random, size: int) -> str:
    line = chance.choice(("text\n", "{{ x }}\n", "{{ params.a | uper }}\n", "}} \n", "\n", "{% if x %}\n", "{% if x %}a{% endif %}\n", "# neops: ignore[NB5]\n",
        "{% set a = 'x' %}{{ a }}\n", "é\u2028\n", "a " * 40 + "\n"))  # fmt: skip
    return f"{HEADER}steps:\n  - set: |\n" + _fill(size, lambda _: f"      {line}")


def _expression(chance: Random, size: int) -> str:
    piece = chance.choice(
        (
            " + 1",
            " and x",
            " ~ 'a'",
            " | upper",
            ".a",
            "[0]",
            ", 1",
            " if a",
            " or (a)",
            " == 1",
            "\n",
            " is x",
            " -",
            "(",
            "'",
        )
    )
    where = chance.choice(('when: "x{}"', 'set: "{{{{ x{} }}}}"', 'set: "{{{{ [x{}] }}}}"', "when: x{}"))
    return (
        f"{HEADER}steps:\n  - command: a\n    "
        + where.format(piece.replace("\n", "\\n") * (size // len(piece)))
        + "\n"
    )


def _expressions(chance: Random, size: int) -> str:
    return f"{HEADER}steps:\n" + _fill(
        size, lambda _: "  - set: >-\n      {{ " + expression(chance, 4).replace("\n", " ") + " }}\n"
    )


def _comments(chance: Random, size: int) -> str:
    line = chance.choice((
        "# neops: ignore[NB411] x\n", "# neops: ignore-file[NB3] x\n", "# c\n", "x-{n}: 1 # neops: ignore[NB114]\n", "x-{n}: no # neops: ignore[NB114] a\n",
        "# neops: ignore[NB{n}]\n", "x-{n}: 1 # neops: ignore[" + "NB304, " * 20 + "]\n", "x-{n}: no # neops: ignore[NB999]\n", "# neops:\n",
    ))  # fmt: skip
    return HEADER + "steps: []\n" + _fill(size, lambda n: line.format(n=n))


def _names(chance: Random, size: int) -> str:
    length = chance.choice((100, 5_000, 50_000, 200_000))
    name = chance.choice("ab") * length
    way = chance.choice(
        (
            "{n}{name}: 1\n",
            "steps:\n  - set: '{{{{ {name}{n} }}}}'\n",
            "x-{n}: '{name}'\n",
            "run_on: {name}{n}\n",
            "x-a: '{{{{ params.{name} }}}}'\n",
        )
    )
    return HEADER + _fill(size, lambda n: way.format(n=n, name=name))


def _spaces(chance: Random, size: int) -> str:
    return (
        HEADER
        + chance.choice((" ", "\n", "\t", " \n", "\r", "\r\n", "\u2028", "\x85", "\xa0", "  # \n", "\n- "))
        * size
    )


SHAPES = (
    _documents, _small_documents, _steps, _steps, _steps, _parameters, _results, _keys, _flow, _lists, _aliases, _merges, _one_line, _block_scalar,
    _expression, _expressions, _comments, _names, _spaces,
)  # fmt: skip
