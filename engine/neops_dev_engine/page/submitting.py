"""The form that runs a block: empty, or as it was sent, with what is wrong beside the fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from neops_dev_engine.errors import InvalidParameters
from neops_dev_engine.page.forms.inputs import Input, all_inputs, inputs_of
from neops_dev_engine.page.forms.picking import PASTED, Pick, may_be_shown, picked, picks
from neops_dev_engine.page.forms.values import parameters_in
from neops_dev_engine.page.text import number
from neops_dev_engine.records.contexts import LISTS
from neops_dev_engine.submitting import RUN_ON, Wish, prepare

if TYPE_CHECKING:
    from neops_dev_engine.page.forms.reading import Form
    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.records.submissions import Submission

JobType = Literal["execute", "acquire", "rollback"]
TYPES: tuple[JobType, ...] = ("execute", "acquire", "rollback")
_DEADLINE = "deadline"
_CONTEXT = ("entityIds", *(f"context.{name}" for name in LISTS.values()))


@dataclass(frozen=True, kw_only=True)
class RunForm:
    """What the form shows.

    Attributes:
        run_on: what the block runs on.
        inputs: for its parameters.
        picks: lists of entities.
        values: what is in the inputs, by their names.
        ticked: the ids of the entities that are ticked, by kind.
        faults: what is wrong, by the names of inputs; under an empty name what belongs to none.
        withheld: the names of inputs that were filled but are not shown again.
    """

    run_on: str
    inputs: tuple[Input, ...]
    picks: list[Pick]
    values: dict[str, str]
    ticked: dict[str, set[str]]
    faults: dict[str, list[str]] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()

    def fault(self, name: str) -> str:
        """What is wrong with an input, in a line."""
        return "; ".join(self.faults.get(name, []))

    @property
    def picked(self) -> int:
        """How many entities are ticked."""
        return sum(map(len, self.ticked.values()))


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What became of a form: a submission, or the form again."""

    submission: Submission | None
    form: RunForm


def empty_form(db: Reading, view: dict[str, Any]) -> RunForm:
    """The form before anything was typed."""
    inputs, run_on = inputs_of(view["parameterJsonSchema"]), _run_on(view)
    values = {each.name: each.initial for each in all_inputs(inputs)}
    return RunForm(
        run_on=run_on,
        inputs=inputs,
        picks=picks(db, run_on),
        values=values | {PASTED: "", _DEADLINE: "", "type": "execute"},
        ticked={kind: set() for kind in LISTS},
    )


def filled_form(db: Reading, view: dict[str, Any], form: Form) -> Tried:
    """What the form means; all that is wrong with it is told at once."""
    inputs, run_on = inputs_of(view["parameterJsonSchema"]), _run_on(view)
    parameters, misread = parameters_in(inputs, form)
    chosen = picked(db, run_on, form)
    faults: dict[str, list[str]] = {name: [fault] for name, fault in misread.items()}
    if chosen.fault is not None:
        faults[PASTED] = [chosen.fault if may_be_shown(form.text(PASTED)) else "this cannot be read"]
    deadline = _deadline(form, faults)
    job_type = form.text("type")
    submission = None
    try:
        submission = prepare(
            db,
            Wish(
                function_block=view["id"],
                parameters=parameters,
                context=chosen.context,
                type=job_type if job_type in TYPES else "execute",
                deadline_seconds=deadline,
            ),
        )
    except InvalidParameters as error:
        _sort(error.more["faults"], inputs, frozenset(faults), faults)
    shown, withheld = _typed(inputs, form)
    again = RunForm(
        run_on=run_on,
        inputs=inputs,
        picks=picks(db, run_on),
        values=shown,
        ticked={kind: set(form.texts(kind)) for kind in LISTS},
        faults=faults,
        withheld=withheld,
    )
    return Tried(submission=None if faults else submission, form=again)


def _run_on(view: dict[str, Any]) -> str:
    return view["runOn"] if view["runOn"] in RUN_ON else "global"


def _deadline(form: Form, faults: dict[str, list[str]]) -> float | None:
    typed = form.text(_DEADLINE).strip()
    if not typed:
        return None
    try:
        seconds = number(float(typed))
    except ValueError:
        seconds = None
    if seconds is None or not 0 < seconds < 10**9:
        faults[_DEADLINE] = ["a number of seconds is wanted, more than 0"]
        return None
    return seconds


def _sort(
    told: list[dict[str, str]],
    inputs: tuple[Input, ...],
    unread: frozenset[str],
    faults: dict[str, list[str]],
) -> None:
    """Put the engine's faults beside the inputs that they are about, but those that could not be read."""
    for fault in told:
        path, said = fault["path"], fault["message"]
        if path.startswith(_CONTEXT):
            name, rest = PASTED, path.removeprefix("context.") if "[" in path else ""
        else:
            found = _beside(path, inputs)
            name = "" if found is None else found.name
            rest = path if found is None else path[len(found.where) :].lstrip(".")
        if name not in unread:
            faults.setdefault(name, []).append(f"{rest}: {said}" if rest else said)


def _beside(path: str, inputs: tuple[Input, ...]) -> Input | None:
    """The innermost input that a path leads to, or into."""
    found = [
        each
        for each in all_inputs(inputs)
        if each.path and (path == each.where or path.startswith((f"{each.where}.", f"{each.where}[")))
    ]
    return max(found, key=lambda each: len(each.where), default=None)


def _typed(inputs: tuple[Input, ...], form: Form) -> tuple[dict[str, str], frozenset[str]]:
    """What was typed, as far as it may be shown again, and the names of the inputs where it may not."""
    shown, withheld = dict[str, str](), set[str]()
    for each in all_inputs(inputs):
        typed = form.text(each.name)
        if each.echoed:
            shown[each.name] = "on" if each.control == "checkbox" and each.name in form else typed
        else:
            shown[each.name] = ""
            if typed:
                withheld.add(each.name)
    pasted = form.text(PASTED)
    shown[PASTED] = pasted if may_be_shown(pasted) else ""
    if pasted and not shown[PASTED]:
        withheld.add(PASTED)
    shown[_DEADLINE], shown["type"] = form.text(_DEADLINE), form.text("type")
    return shown, frozenset(withheld)
