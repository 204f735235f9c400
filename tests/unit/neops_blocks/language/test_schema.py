"""The published JSON Schema: current, valid, closed, and full of what editors show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from neops_blocks.language import block_schema, language
from neops_blocks.lint import lint
from neops_blocks.model import BlockModel, StepModel
from neops_blocks.steps import KINDS

ROOT = Path(__file__).parents[4]
PUBLISHED = ROOT / "schemas/function-block.v1.json"
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def mappings(schema, path=""):
    """Every schema of a mapping of the language, with its place."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "patternProperties" in schema:
            yield path, schema
        for key, value in schema.items():
            yield from mappings(value, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from mappings(value, f"{path}/{index}")


MAPPINGS = list(mappings(block_schema()))


def test_the_published_file_is_current():
    written = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    assert written == block_schema(), "run: neops-blocks schema > schemas/function-block.v1.json"


def test_it_is_a_valid_schema_and_names_no_address():
    Draft7Validator.check_schema(block_schema())
    addresses = re.findall(r"https?://[^\"\s]+", PUBLISHED.read_text(encoding="utf-8"))
    assert addresses == ["http://json-schema.org/draft-07/schema#"]


def test_every_reference_leads_to_a_definition_and_every_definition_is_used():
    referred = set(re.findall(r'"#/definitions/([\w-]+)"', json.dumps(block_schema())))
    assert referred == set(block_schema()["definitions"])


@pytest.mark.parametrize(("place", "schema"), MAPPINGS, ids=[place for place, _ in MAPPINGS])
def test_a_mapping_is_closed_but_for_the_authors_keys_and_tells_of_each_of_its_keys(place, schema):
    assert schema["additionalProperties"] is False
    assert schema["patternProperties"] == {"^x-": {}}
    assert schema["title"]
    for key, told in schema["properties"].items():
        assert told["description"].endswith("."), key
        assert told["markdownDescription"].startswith(told["description"]), key


def test_a_step_is_one_of_titled_branches_with_a_snippet_for_each_kind():
    step = block_schema()["definitions"]["step"]
    branches = [
        block_schema()["definitions"][one["$ref"].removeprefix("#/definitions/")] for one in step["anyOf"]
    ]
    assert [branch["title"] for branch in branches] == [f"{kind} step" for kind in KINDS]
    assert [branch["required"] for branch in branches] == [[kind] for kind in KINDS]
    assert [snippet["label"] for snippet in step["defaultSnippets"]] == list(KINDS)
    assert all(snippet["description"] for snippet in step["defaultSnippets"])


def test_a_kind_of_another_package_is_a_branch_too():
    class Ping(StepModel):
        """Send echo requests."""

        kind = "ping"

        ping: str
        """The address."""

    schema = block_schema({**KINDS, "ping": Ping})
    judge = Draft7Validator(schema)
    block = {"schema": "function-block/v1", "name": "a", "package": "p", "run_on": "group", "type": "check"}
    assert judge.is_valid({**block, "steps": [{"ping": "192.0.2.1"}]})
    assert not judge.is_valid({**block, "steps": [{"ping": 1}]})
    assert schema["definitions"]["ping"]["description"] == "Send echo requests."


def filled(body):
    """A snippet with what stands in its places."""
    if isinstance(body, dict):
        return {filled(key): filled(value) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(item) for item in body]
    if not isinstance(body, str):
        return body
    text = re.sub(r"\$\{\d+\|([^,|]*)[^}]*\}", r"\1", body)
    text = re.sub(r"\$\{\d+:((?:[^}\\]|\\.)*)\}", r"\1", text)
    return json.loads(text) if re.fullmatch(r'\d+|".*"', text) else text.strip("'")


def test_the_snippet_of_a_block_is_a_block_that_lints_clean():
    (snippet,) = block_schema()["defaultSnippets"]
    assert lint(json.dumps(filled(snippet["body"])), "new.block.yaml") == []


def snippets(schema, name=None):
    if isinstance(schema, dict):
        yield from ((name, one) for one in schema.get("defaultSnippets", ()))
        for key, value in schema.items():
            yield from snippets(value, key if name in (None, "definitions") else name)


@pytest.mark.parametrize(
    ("name", "snippet"),
    [found for found in snippets(block_schema()) if found[0]],
    ids=lambda value: value if isinstance(value, str) else value["label"],
)
def test_what_a_snippet_inserts_fits_where_it_is_offered(name, snippet):
    schema = {"$ref": f"#/definitions/{name}", "definitions": block_schema()["definitions"]}
    assert [error.message for error in Draft7Validator(schema).iter_errors(filled(snippet["body"]))] == []


@pytest.mark.parametrize("file", sorted((ROOT / "blocks").glob("*.yaml")), ids=lambda file: file.stem)
def test_a_shipped_block_leads_editors_to_the_schema(file):
    """The path is the same in the repository and in an installation."""
    modeline = MODELINE.match(file.read_text(encoding="utf-8"))
    assert modeline
    assert (file.parent / modeline[1]).resolve() == PUBLISHED


def test_every_key_of_the_block_is_there():
    assert list(language()["properties"]) == [
        field.alias or name for name, field in BlockModel.model_fields.items()
    ]
