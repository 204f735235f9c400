from __future__ import annotations

import pytest

from neops_blocks.cli.blocks import find
from neops_blocks.cli.description import describe
from neops_blocks.cli.parameters import check, secret_values
from neops_blocks.cli.problems import Problem

BLOCK = """
from typing import Annotated
from pydantic import BaseModel, SecretStr
from neops_worker_sdk.function_block import *
from neops_worker_sdk.logger.redaction import SENSITIVE
from neops_worker_sdk.registry import Registration, register_function_block

class Login(BaseModel):
    user: str
    key: Annotated[int, SENSITIVE]

class Params(FunctionBlockParams):
    logins: list[Login] = []
    text: SecretStr = SecretStr("factory")
    password_length: int = 12

@register_function_block(Registration("any", "", "fb.t", "global", "none", Params, FunctionBlockResultData))
class Any(FunctionBlock[Params, FunctionBlockResultData]):
    async def run(self, params, context): ...
    async def acquire(self, params): ...
"""


@pytest.fixture
def block(tmp_path):
    (tmp_path / "secretive.py").write_text(BLOCK)
    return find(str(tmp_path / "secretive.py"))


def test_secrets_of_python_parameters_are_found_at_any_depth(block):
    values = {"logins": [{"user": "u", "key": 123456}], "text": "given", "password_length": 3}
    assert set(secret_values(block, values)) == {"123456", "given", "factory"}


def test_a_secret_that_does_not_fit_is_not_shown(block):
    values = {"logins": [{"user": "u", "key": "hunter22"}], "password_length": "hunter22x"}
    with pytest.raises(Problem) as caught:
        check(block, values)
    assert "logins.0.key" in str(caught.value)
    assert "hunter22" not in str(caught.value)


def test_a_description_marks_secrets_and_hides_their_defaults(block):
    text, length = (describe(block)["parameters"][name] for name in ("text", "password_length"))
    assert (text["secret"], "default" in text) == (True, False)
    assert ("secret" in length, length["default"]) == (False, 12)
