from __future__ import annotations

from neops_dev_engine.records.entities import get_entity, list_entities, merge_entities, shown_entities


def test_entities_are_merged_by_id(tx):
    merge_entities(tx, {"devices": [{"id": 5, "hostname": "a", "vendor": "v"}]})
    merge_entities(tx, {"devices": [{"id": 5, "hostname": "b", "model": "m"}]})
    assert list_entities(tx, "device") == [{"id": 5, "hostname": "b", "vendor": "v", "model": "m"}]


def test_entities_without_an_id_are_merged_by_name(tx):
    merge_entities(tx, {"devices": [{"hostname": "a"}, {"hostname": "b"}], "deviceGroups": [{"name": "g"}]})
    merge_entities(
        tx, {"devices": [{"hostname": "b", "vendor": "v"}], "deviceGroups": [{"name": "g", "title": "t"}]}
    )
    assert list_entities(tx, "device") == [
        {"id": 1, "hostname": "a"},
        {"id": 2, "hostname": "b", "vendor": "v"},
    ]
    assert list_entities(tx, "group") == [{"id": 1, "name": "g", "title": "t"}]


def test_interfaces_of_the_same_name_belong_to_different_devices(tx):
    eth = [{"name": "eth0", "device": {"id": number}} for number in (1, 2)]
    merge_entities(tx, {"interfaces": eth})
    merge_entities(tx, {"interfaces": [eth[1] | {"state": "UP"}]})
    assert list_entities(tx, "interface") == [{"id": 1, **eth[0]}, {"id": 2, "state": "UP", **eth[1]}]


def test_a_secret_given_as_it_is_shown_stays(tx):
    merge_entities(tx, {"devices": [{"id": 1, "hostname": "a", "password": "hush"}]})
    shown = shown_entities(tx)
    assert shown["devices"] == [{"id": 1, "hostname": "a", "password": "***"}]
    merge_entities(tx, shown)
    assert get_entity(tx, "device", 1)["password"] == "hush"


def test_an_empty_inventory_has_all_lists(tx):
    assert shown_entities(tx) == {"devices": [], "deviceGroups": [], "interfaces": []}
