"""NB403 unknown-platform: a platform that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Fix, closest, did_you_mean
from neops_blocks.lint.rule import Fixable, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class UnknownPlatform(Rule):
    """A platform that does not exist."""

    code = Code.UNKNOWN_PLATFORM
    name = "unknown-platform"
    summary = "No such platform is known."
    why = "The variant would never be chosen."
    remedy = "Write a short name of neops such as ios, eos or junos; `default` stands for all others."
    fixable = Fixable.UNSAFE
    bad = "platforms: {eso: {command: show version | json}}"
    good = "platforms: {eos: {command: show version | json}}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the keys of every `platforms`."""
        for step in subject.block.steps:
            for platform in step.platforms.keys() - {"default"}:
                path = (*step.path, "platforms", platform)
                known = _other_platforms(platform)
                if known is not None:
                    document = subject.document
                    near = closest(platform, known - step.platforms.keys())
                    yield self.finding(
                        f"unknown platform {platform!r}",
                        document.key_span(*path),
                        path,
                        help=did_you_mean(platform, known, what="platforms"),
                        fix=Fix.guess(document.nearest(*path[:-1])[0].key_words(platform), near),
                    )


def _other_platforms(name: str) -> set[str] | None:
    """The platforms there are, where this is none of them; the table is imported when one is named."""
    from neops_blocks.drivers import canonical, known_platforms

    known = set(known_platforms())
    return None if canonical(name) in known else known
