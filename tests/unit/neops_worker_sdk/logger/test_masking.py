from __future__ import annotations

import json

import pytest

from neops_worker_sdk.logger.masking import Masker, secret_texts


@pytest.mark.parametrize(
    ("secret", "text", "masked"),
    [
        ("hunter22", "key hunter22, xhunter22x", "key ***, x***x"),
        ("ab", "ab abc a ab.", "*** abc a ***."),
        (" padded ", "a padded b", "a*** b"),
        ('qu"ote\\', json.dumps({"p": 'qu"ote\\'}), '{"p": "***"}'),
        ("pä$$wört", json.dumps("pä$$wört"), '"***"'),
        ("first line\nsecond line", "it says:\r\nfirst line\r\nsecond line", "it says:\r\n***\r\n***"),
        ("abcd", "abcdef abcdefgh", "***ef ***efgh"),
        ("", "nothing", "nothing"),
    ],
)
def test_a_secret_is_masked_in_every_form_it_is_written_in(secret, text, masked):
    assert Masker([secret, None]).text(text) in (masked, masked.replace("a*** b", "a***b"))


def test_the_longest_secret_is_masked_first():
    assert Masker(["pass", "password"]).text("password pass") == "*** ***"


def test_data_is_masked_in_keys_lists_and_numbers():
    masker = Masker(secret_texts({"pin": 123456, "list": ["s3cr3t", True, None], "short": 7}))
    assert masker.data({"s3cr3t": [123456, 7, True, None, "pin 123456", 7.5]}) == {
        "***": ["***", 7, True, None, "pin ***", 7.5]
    }


def test_a_masker_learns_more_while_it_works():
    masker = Masker()
    assert masker.data({"a": "later"}) == {"a": "later"}
    masker.learn(["later"])
    assert masker.data(("later",)) == ["***"]
