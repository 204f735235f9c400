"""What the YAML reader finds; the findings are made in neops_blocks.source."""

from __future__ import annotations

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class Syntax(Rule):
    """The text is not YAML."""

    code = Code.SYNTAX
    name = "yaml-syntax"
    summary = "The text is not valid YAML."
    why = (
        "YAML reads some characters as its own: ': ' begins the value of a key, a quote ends where the "
        "next one stands, '{%' opens a mapping."
    )
    remedy = "Quote the text, or write it as a block after `|`."
    fixable = Fixable.SAFE
    bad = "command: show log: all"
    good = 'command: "show log: all"'


class UnquotedTemplate(Rule):
    """A template without quotes."""

    code = Code.UNQUOTED_TEMPLATE
    name = "unquoted-template"
    summary = "A value that begins with {{ has to be quoted."
    why = "Two opening braces are a mapping inside a mapping to YAML, not a template."
    remedy = "Put the whole value in quotes."
    fixable = Fixable.SAFE
    bad = "command: {{ params.command }}"
    good = 'command: "{{ params.command }}"'


class DuplicateKey(Rule):
    """A key that stands twice."""

    code = Code.DUPLICATE_KEY
    name = "duplicate-key"
    summary = "A mapping has the same key twice."
    why = "Only one of the two could hold, and which one is easily overlooked."
    remedy = "Remove one of them."
    bad = "timeout: 10\ntimeout: 20"
    good = "timeout: 20"


class UnknownTag(Rule):
    """A tag that is not YAML's own."""

    code = Code.UNKNOWN_TAG
    name = "unknown-tag"
    summary = "Blocks have no YAML tags of their own."
    why = "A text that begins with an exclamation mark is a tag to YAML, and no tag ever makes an object."
    remedy = "Quote the text, or remove the tag."
    fixable = Fixable.UNSAFE
    bad = "command: !show"
    good = "command: '!show'"


class BareTag(Rule):
    """A lone exclamation mark."""

    code = Code.BARE_TAG
    name = "bare-exclamation-mark"
    summary = "An exclamation mark at the beginning disappears from the text."
    why = "Lines of a configuration may begin with one, but YAML takes it for a tag."
    remedy = "Quote the line."
    fixable = Fixable.UNSAFE
    bad = "set:\n  - ! end of interfaces"
    good = "set:\n  - '! end of interfaces'"


class TooDeep(Rule):
    """Too many levels."""

    code = Code.TOO_DEEP
    name = "too-deep"
    summary = "The document is nested too deep."
    why = "No block needs that many levels; often a bracket was never closed."
    remedy = "Close the bracket, or move a part into a step of its own."
    bad = f"set: {'[' * 65}1{']' * 65}"
    good = "set: [[1, 2], [3, 4]]"


class TooManyAliases(Rule):
    """Aliases that multiply."""

    code = Code.TOO_MANY_ALIASES
    name = "too-many-aliases"
    summary = "Aliases and merge keys repeat too many values."
    why = "A few lines with aliases of aliases can stand for millions of values."
    remedy = "Write the values out, or pass them as parameters."
    bad = "\n".join(
        ["x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
        + [f"x-{b}: &{b} [{', '.join([f'*{a}'] * 12)}]" for a, b in ("ab", "bc", "cd")]
    )
    good = "x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\nx-b: [*a, *a]"


class TooLarge(Rule):
    """A huge file."""

    code = Code.TOO_LARGE
    name = "too-large"
    summary = "The file is too large for a block."
    why = "A block is read, checked and sent as a whole; megabytes in it are data, not steps."
    remedy = "Keep device output and other data in files of their own."
    bad = "a file of several megabytes"
    good = "a file of some kilobytes"


class UnknownAlias(Rule):
    """An alias without an anchor."""

    code = Code.UNKNOWN_ALIAS
    name = "unknown-alias"
    summary = "An alias has no anchor before it."
    why = "Text that begins with a star is an alias to YAML: it repeats the value of an anchor."
    remedy = "Quote the text, or define the anchor first."
    bad = "set: *core"
    good = "set: '*core'"


class BadMerge(Rule):
    """A merge of something else."""

    code = Code.BAD_MERGE
    name = "bad-merge"
    summary = "Only mappings can be merged."
    why = "`<<` takes the keys of another mapping; nothing else has keys."
    remedy = "Give it an alias of a mapping, or a list of such aliases."
    bad = "x-port: &port 22\nconnection:\n  <<: *port"
    good = "x-usual: &usual {port: 22}\nconnection:\n  <<: *usual"


class KeyNotText(Rule):
    """A key that is a number."""

    code = Code.KEY_NOT_TEXT
    name = "key-not-text"
    summary = "A key has to be text."
    why = "YAML reads 10, true and null as something other than text."
    remedy = "Quote the key."
    bad = "set: {10: uplinks}"
    good = "set: {'10': uplinks}"


class BadCharacter(Rule):
    """Bytes or characters that YAML forbids."""

    code = Code.BAD_CHARACTER
    name = "bad-character"
    summary = "The file is not UTF-8, or has a character that YAML forbids."
    why = "Editors and devices would show different characters than the ones that are sent."
    remedy = (
        "Save the file as UTF-8 and remove control characters, or write them as escapes in double quotes."
    )
    bad = "a file in Latin-1"
    good = "the file in UTF-8"


class BadScalar(Rule):
    """A value that does not fit its tag."""

    code = Code.BAD_SCALAR
    name = "bad-scalar"
    summary = "A value does not fit its tag, or is a number with far too many digits."
    why = "Whatever the value became, it would not be what the tag promises."
    remedy = "Remove the tag, or quote the value if it is text."
    bad = "connection: {port: !!int ssh}"
    good = "connection: {port: 22}"
