"""Secrets do not outlive the work they were needed for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from neops_dev_engine.storage import Transaction


def erase_secrets(tx: Transaction, whose: Literal["submission_id", "execution_id"], owner: str) -> None:
    """Put what may be shown in the place of parameters, contexts and updates, for all jobs of an owner."""
    found = tx.execute(
        f"UPDATE contexts SET body = shown, shown = NULL WHERE shown IS NOT NULL"  # noqa: S608 - a constant
        f" AND id IN (SELECT context_id FROM jobs WHERE {whose} = ?)",
        (owner,),
    ).rowcount
    found += tx.execute(
        "UPDATE jobs SET parameters = ifnull(parameters_shown, parameters), parameters_shown = NULL,"  # noqa: S608
        f" updates = NULL WHERE {whose} = ? AND (parameters_shown IS NOT NULL OR updates IS NOT NULL)",
        (owner,),
    ).rowcount
    if found:
        tx.scrub = True
