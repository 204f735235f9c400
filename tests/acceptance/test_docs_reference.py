"""The reference is current, complete, and every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    page
    for page in (ROOT / "README.md", *DOCS.rglob("*.md"), *(ROOT / "examples").rglob("*.md"))
    if re.match(r"\d{4}-", page.name) is None
)
LINK = re.compile(r"\[[^\]\n]*\]\((?!https?://|mailto:)(?P<file>[^)#\s]*)(?:#(?P<anchor>[^)\s]*))?\)")


@pytest.fixture(scope="module")
def generate():
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_parts_are_current(generate):
    for page in generate.pages():
        text = page.read_text(encoding="utf-8")
        assert generate.current(text).split() == text.split(), f"{page}: run python docs/generate.py"


def test_every_generated_part_has_its_page(generate):
    marked = " ".join(page.read_text(encoding="utf-8") for page in generate.pages())
    assert [name for name in generate.PARTS if f"<!-- generated: {name} -->" not in marked] == []


def without_code(text):
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def anchors(page):
    heads = re.findall(
        r"(?m)^#+ (.+)$", re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    )
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for link in LINK.finditer(without_code(page.read_text(encoding="utf-8"))):
        target = (page.parent / link["file"]).resolve() if link["file"] else page
        assert target.exists(), link[0]
        if link["anchor"]:
            assert link["anchor"] in anchors(target), link[0]


def linked_from(page):
    return {
        (page.parent / link["file"]).resolve()
        for link in LINK.finditer(page.read_text(encoding="utf-8"))
        if link["file"]
    }


def test_the_index_leads_to_every_page():
    known = linked_from(DOCS / "index.md") | {(DOCS / "index.md").resolve()}
    assert [str(page) for page in PAGES if DOCS in page.parents and page.resolve() not in known] == []


def test_the_index_of_decisions_lists_every_decision():
    decisions = DOCS / "decisions"
    listed = linked_from(decisions / "README.md")
    assert [file.name for file in decisions.glob("[0-9]*.md") if file.resolve() not in listed] == []


@pytest.mark.parametrize("room", ["concurrency", "function_block", "jobs", "registry", "testing", "workflow"])
def test_every_public_name_of_the_sdk_is_in_the_reference(room):
    module = importlib.import_module(f"neops_worker_sdk.{room}")
    text = (DOCS / "reference/sdk" / f"{room.replace('_', '-')}.md").read_text(encoding="utf-8")
    assert [name for name in module.__all__ if f"`{name}" not in text] == []


def test_the_example_is_what_the_tutorial_ends_with():
    tutorial = (DOCS / "tutorial/first-block.md").read_text(encoding="utf-8")
    last = re.findall(r"(?s)```yaml\n# uptime.block.yaml\n(.*?)```", tutorial)[-1]
    assert (ROOT / "examples/first_block/uptime.block.yaml").read_text(encoding="utf-8") == last
