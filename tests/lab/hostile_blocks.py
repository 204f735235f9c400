"""Blocks that do what brought the published worker down, one for each row of the table of weaknesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.blocks import write_blocks

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = """
import contextvars, ipaddress

from typing import Annotated

from neops_worker_sdk.logger.redaction import SENSITIVE
from neops_worker_sdk.workflow import (
    Device, EntityAcquireByElasticQuery, EntityAcquireByExpansion, EntityAcquireReference, Interface,
)

NAME = contextvars.ContextVar("name", default="unset")


@block("fine")
class Fine(Base):
    pass


@block("returns_nothing")
class ReturnsNothing(Base):
    async def run(self, params, context):
        return {"none": None, "text": "text", "dict": {"message": "m", "success": True}}[params.text]


@block("exits")
class Exits(Base):
    async def run(self, params, context):
        sys.exit(3)


@block("cancels")
class Cancels(Base):
    async def run(self, params, context):
        raise asyncio.CancelledError


@block("adds_no_entity")
class AddsNoEntity(Base):
    async def run(self, params, context):
        context.devices.append({"hostname": "x"})
        return ok()


@block("acquires")
class Acquires(Base):
    async def acquire(self, params):
        wanted = {
            "expansion": EntityAcquireByExpansion(entity="interface", expand_from_seed_entity=True),
            "reference": EntityAcquireReference(entity="device", label="before"),
            "limited": EntityAcquireByElasticQuery(entity="interface", query="device.id: 1", limit=10),
        }[params.partial.text]
        return FunctionBlockAcquireResult(message="wanted", success=True, acquires=[wanted])


@block("incomplete")
class Incomplete(FunctionBlock[Params, Data]):
    async def run(self, params, context):
        return ok()


@block("odd_data")
class OddData(Base):
    async def run(self, params, context):
        return ok({"set": {1}, "address": ipaddress.ip_address("192.0.2.1"), "object": object()}[params.text])


@block("naps")
class Naps(Base):
    async def run(self, params, context):
        time.sleep(params.seconds)
        return ok()


@block("naps_everywhere", run_on="group")
class NapsEverywhere(Base):
    async def run(self, params, context):
        await run_parallel(*[run_in_thread(time.sleep)(params.seconds) for _ in context.devices])
        return ok(len(context.devices))


@block("blocks_late")
class BlocksLate(Base):
    async def run(self, params, context):
        await asyncio.sleep(0.3)
        time.sleep(0.25)
        return ok()


@block("blocks_in_a_process")
class BlocksInAProcess(Base):
    async def run(self, params, context):
        subprocess.run(["sleep", "0.25"], check=True)
        return ok()


@block("blocks_elsewhere")
class BlocksElsewhere(Base):
    async def run(self, params, context):
        import tasks

        tasks.go()
        return ok()


@block("blocks_often")
class BlocksOften(Base):
    async def run(self, params, context):
        for _ in range(3):
            time.sleep(0.25)
            await asyncio.sleep(0)
        return ok()


@block("context_variables")
class ContextVariables(Base):
    async def run(self, params, context):
        NAME.set("sw1")
        return ok(await run_in_thread(NAME.get)())


@block("one_of_three_fails")
class OneOfThreeFails(Base):
    @run_in_thread
    def call(self, seconds, fails=False):
        time.sleep(seconds)
        if fails:
            raise ValueError("one of three")

    async def run(self, params, context):
        await run_parallel(self.call(3), self.call(0.1, fails=True), self.call(3))


@block("gives_up")
class GivesUp(Base):
    async def run(self, params, context):
        try:
            await asyncio.wait_for(run_in_thread(time.sleep)(3), 0.1)
        except TimeoutError:
            return ok("given up")


@block("limited")
class Limited(Base):
    running = most = 0

    async def operation(self, number):
        Limited.running += 1
        Limited.most = max(Limited.most, Limited.running)
        await asyncio.sleep(0.01)
        Limited.running -= 1
        if number == 3:
            raise ValueError("three")
        return number

    async def run(self, params, context):
        results = await run_parallel(*map(self.operation, range(6)), limit=2, return_exceptions=True)
        return ok({"results": [str(result) for result in results], "most": Limited.most})


@block("threads_a_coroutine")
class ThreadsACoroutine(Base):
    async def run(self, params, context):
        @run_in_thread
        async def fetch():
            return 1

        return ok(await fetch())


@block("edits_the_engines_field", run_on="device")
class EditsTheEnginesField(Base):
    async def run(self, params, context):
        context.device.permission = 3
        return ok()


@block("sets_a_fact", run_on="device")
class SetsAFact(Base):
    async def run(self, params, context):
        context.device.facts = {**(context.device.facts or {}), params.text: "set"}
        return ok()


@block("adds_a_device")
class AddsADevice(Base):
    async def run(self, params, context):
        context.devices.append(
            Device(hostname="new", facts={"a": None}, skip_if_identifier_exists=True, identifier_fields=["hostname"])
        )
        return ok()


@block("changes_much")
class ChangesMuch(Base):
    async def run(self, params, context):
        for device in context.devices:
            device.vendor, device.model, device.serial, device.ip = "v", "m", "s", "192.0.2.1"
        for number in range(5):
            context.interfaces.append(
                Interface(name=f"eth{number}", skip_if_identifier_exists=False, identifier_fields=[])
            )
        return ok()


@block("on_a_device", run_on="device")
class OnADevice(Base):
    pass


@block("rolls_back", run_on="device", reversible=True)
class RollsBack(Base):
    async def rollback(self, params, context, result_from_failed=None):
        context.device.hostname = "changed"
        return FunctionBlockRollbackResult(message="rolled back", success=True)


@block("says_where", run_on="device")
class SaysWhere(Base):
    async def run(self, params, context):
        self.logger.with_context(step="first").warning("a line of the job")
        return ok()


class SecretParams(Params):
    community: Annotated[str, SENSITIVE] = ""


@block("tells_secrets", params=SecretParams)
class TellsSecrets(Base):
    async def run(self, params, context):
        self.logger.warning(f"with {params.community}")
        return ok({"config": f"snmp-server community {params.community}", "long": params.text * 3})
"""
ECHO = """
@block("echo_{number}")
class Echo(Base):
    async def run(self, params, context):
        return ok({number})
"""
TWICE = """
@block("twice")
class Twice(Base):
    async def run(self, params, context):
        return ok("{name}")
"""


def write_hostile_blocks(directory: Path) -> list[Path]:
    """Two directories of blocks; some files in them are broken."""
    one, two = directory / "one", directory / "two"
    write_blocks(one, BLOCKS)
    (one / "tasks.py").write_text("import time\n\ndef go():\n    time.sleep(0.25)\n")
    (one / "raises.py").write_text("x = 1\nraise ValueError('broken')\n")
    (one / "exits.py").write_text("import sys\nsys.exit(4)\n")
    write_blocks(one, ECHO.format(number=1), "echo.py")
    write_blocks(two, ECHO.format(number=2), "echo.py")
    write_blocks(one, TWICE.format(name="one"), "first.py")
    write_blocks(two, TWICE.format(name="two"), "second.py")
    return [one, two]
