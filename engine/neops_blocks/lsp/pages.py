"""A page for each rule, in the user's directory for caches: what the code of a finding links to."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from platformdirs import user_cache_path

from neops_blocks.lint.explanations import as_markdown, facts
from neops_blocks.lint.rules import BY_CODE


@cache
def page_of(code: str) -> Path | None:
    """The page of a rule, written where it is missing or not current; None where that cannot be done."""
    rule = BY_CODE.get(code)
    if rule is None:
        return None
    page = user_cache_path("neops-blocks") / "rules" / f"{code}.md"
    text = f"# {code} {rule.name}\n\n{facts(rule)}\n\n{as_markdown(rule)}\n".encode()
    try:
        if not page.is_file() or page.read_bytes() != text:
            _write(page, text)
    except OSError:
        return None
    return page


def _write(page: Path, text: bytes) -> None:
    """Another server may read or write it at the same time."""
    page.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=page.parent, prefix=page.name, delete=False) as file:
        file.write(text)
    written = Path(file.name)
    try:
        written.replace(page)
    except OSError:
        written.unlink()
        raise
