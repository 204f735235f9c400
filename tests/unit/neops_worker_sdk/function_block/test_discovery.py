from __future__ import annotations

import pytest
from pydantic import ValidationError

from neops_worker_sdk.function_block.discovery import (
    DiscoveryParameters,
    HostsField,
    Subnet,
    Target,
    TargetLimitExceeded,
)
from neops_worker_sdk.function_block.params import Credential, Host

ALL = [Credential(username="all", password="p")]
OWN = [Credential(username="own", password="p")]


def subnets(*cidrs, **more):
    return DiscoveryParameters(subnets=[Subnet(cidr=cidr) for cidr in cidrs], **more)


@pytest.mark.parametrize(
    ("given", "normalised"),
    [
        ("10.0.0.5/30", "10.0.0.4/30"),
        (" 10.0.0.5 ", "10.0.0.5/32"),
        ("2001:DB8::5/126", "2001:db8::4/126"),
    ],
)
def test_a_subnet_is_normalised(given, normalised):
    assert Subnet(cidr=given).cidr == normalised


def test_what_is_no_subnet_is_refused():
    with pytest.raises(ValidationError, match="does not appear to be an IPv4 or IPv6 network"):
        Subnet(cidr="10.0.0.0/33")


def test_the_smallest_subnet_around_a_host_counts():
    parameters = DiscoveryParameters(
        subnets=[
            Subnet(cidr="10.0.0.0/29", platform="ios"),
            Subnet(cidr="10.0.0.2/31", platform="frr", credentials=OWN),
            Subnet(cidr="10.0.0.2/31", platform="late"),
            Subnet(cidr="10.0.0.6", credentials=[]),
        ],
        credentials=ALL,
    )
    found = [(each.host.ip, each.host.platform, each.credentials) for each in parameters.targets(0)]
    assert found == [
        ("10.0.0.6", None, []),
        ("10.0.0.2", "frr", OWN),
        ("10.0.0.3", "frr", OWN),
        ("10.0.0.1", "ios", ALL),
        ("10.0.0.4", "ios", ALL),
        ("10.0.0.5", "ios", ALL),
    ]


def test_hosts_of_two_subnets_count_once_towards_the_limit():
    assert len(subnets("10.0.0.0/29", "10.0.0.0/30").targets(6)) == 6


@pytest.mark.parametrize("cidr", ["10.0.0.0/29", "2001:db8::/64"])
def test_one_host_more_than_allowed_is_an_error_at_once(cidr):
    with pytest.raises(TargetLimitExceeded, match="hold 6 hosts or more") as caught:
        subnets(cidr).targets(5)
    assert caught.value.count == 6


@pytest.mark.parametrize("limit", [0, -1])
def test_no_limit_is_no_limit(limit):
    assert len(subnets("10.0.0.0/24").targets(limit)) == 254


def test_without_subnets_there_is_nothing_to_look_at():
    assert DiscoveryParameters().targets(1) == []
    assert DiscoveryParameters.model_validate({"subnets": "", "credentials": ""}).targets(1) == []


def test_an_author_can_add_hosts():
    class Params(DiscoveryParameters):
        hosts: HostsField = None

    params = Params(hosts=[{"ip": "10.0.0.9"}], subnets=[{"cidr": "10.0.0.8"}])
    assert params.hosts == [Host(ip="10.0.0.9")]
    assert params.targets(0) == [Target(host=Host(ip="10.0.0.8"), credentials=None)]
