from __future__ import annotations

import pytest

from neops_dev_engine.workflows.queries import QueryError, Subject, parse_query

SWITCH = {
    "id": 5,
    "hostname": "sw1-core.example.com",
    "ip": "10.0.0.7",
    "platform": {"shortName": "frr", "name": "Free Range"},
    "facts": {"ports": 48, "stack": True, "gone": None, "tags": ["red", "blue green"], "rack[1]": "a*b"},
    "firstSeenAt": "2026-03-01T00:00:00.000Z",
    "softwareRelease": "17.3",
    "groups": [{"id": 9}],
    "password": "geheim",
}
PORT = {"id": 51, "name": "Gi0/1", "device": {"id": 5}, "state": "UP"}
KNOWN = {("device", 5): SWITCH, ("group", 9): {"id": 9, "name": "access layer"}}


def matches(query, kind="device", entity=SWITCH):
    return parse_query(query).matches(Subject(kind, entity, lambda kind, number: KNOWN.get((kind, number))))


@pytest.mark.parametrize(
    "query",
    [
        "id: 5",
        "id:5.0",
        "hostname:sw1-core.example.com",
        "hostname:SW1",
        'hostname:"core.example.com"',
        "hostname:sw*",
        "hostname:*.example.*",
        "hostname:sw1\\-core*",
        "hostname:s?1*",
        "platform.shortName: frr",
        "platform.short_name: FRR",
        'platform.name: "free range"',
        "software_release: 17.3",
        "ip:[10.0.0.1 TO 10.0.0.20]",
        "ip:>10.0.0.6",
        "id:[5 TO 5]",
        "id:{4 TO 6}",
        "id:>=5 AND id:<=5",
        "firstSeenAt:[2026-01-01 TO 2026-12-31]",
        "firstSeenAt:[* TO *]",
        "facts.ports:48",
        "facts.stack:true",
        "facts.tags:red",
        'facts.tags:"blue green"',
        "facts.tags:(green AND red)",
        "groups.name:access",
        "groups.id:9",
        "_exists_:facts.ports",
        "facts.ports:*",
        "*",
        "frr",
        '"free range"',
        "nothing frr",
        "+frr nothing",
        "frr -nothing",
        "-nothing",
        "NOT nothing",
        "frr OR nothing",
        "(nothing OR frr) AND id:(4 OR 5)",
        "id:5^2",
        "a\\*b",
    ],
)
def test_queries_that_mean_the_switch(query):
    assert matches(query)


@pytest.mark.parametrize(
    "query",
    [
        "id: 55",
        "id:five",
        "hostname:core",
        "hostname:sw",
        "hostname:s?",
        'hostname:"example core"',
        "ip:{10.0.0.7 TO 10.0.0.20}",
        "ip:<9.0.0.0",
        "id:{5 TO 6]",
        "facts.ports:forty",
        "facts.stack:false",
        "_exists_:facts.gone",
        "facts.gone:*",
        "_exists_:serial",
        "geheim",
        "password:geheim",
        "_exists_:password",
        "password:*",
        "nothing",
        "frr -free",
        "+nothing frr",
        "frr AND NOT id:5",
        "NOT frr",
        "platform:id",
        "hostname.name:x",
    ],
)
def test_queries_that_do_not(query):
    assert not matches(query)


@pytest.mark.parametrize(
    "query", ["device.id: 5", "device.hostname: sw1*", "name:Gi0/1", "device.groups.name: access"]
)
def test_interfaces_are_found_by_their_device(query):
    assert matches(query, "interface", PORT)


@pytest.mark.parametrize("query", ["device.password: geheim", "device.password: *", "geheim"])
def test_secrets_are_not_seen_through_a_reference(query):
    assert not matches(query, "interface", PORT)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("", "'' is no query"),
        ("(", "'(' is no query"),
        ("id:", "'id:' is no query"),
        ("id:[1 TO", "'id:[1 TO' is no query"),
        (
            "mac:aa:bb",
            "in the query 'mac:aa:bb': aa:bb stands within the field mac: put a value with a colon into quotes",
        ),
        ("hostname:/sw.*/", "regular expressions are not evaluated; use * and ?"),
        ("hostname:sw~1", "similarity (~) is not evaluated"),
        ('"a b"~2', "similarity (~) is not evaluated"),
        ("a && b", "write AND instead of &&"),
        ("a || b", "write OR instead of ||"),
        ("!a", "write NOT a instead of !a"),
        ("facts.*:x", "names of fields cannot have * or ?"),
        ("(" * 3000 + "a" + ")" * 3000, "the query is nested too deeply"),
        ("a" * 10_001, "the query has more than 10000 characters"),
    ],
)
def test_what_cannot_be_evaluated_is_told(query, why):
    with pytest.raises(QueryError) as told:
        parse_query(query)
    assert why in str(told.value)


def test_wildcards_take_no_time_whatever_is_written():
    pattern, text = "name:" + "*a" * 50 + "*b", "a" * 2000
    assert not matches(pattern, "interface", {"id": 1, "name": text})
