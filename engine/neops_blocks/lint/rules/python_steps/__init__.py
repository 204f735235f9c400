"""Rules about python steps, whose functions are found in the syntax tree: nothing is imported."""

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.python_steps.blocking_call import BlockingCall
from neops_blocks.lint.rules.python_steps.dangerous_call import DangerousCall
from neops_blocks.lint.rules.python_steps.not_awaited import NotAwaited
from neops_blocks.lint.rules.python_steps.python_arguments import PythonArguments
from neops_blocks.lint.rules.python_steps.python_file import PythonFile
from neops_blocks.lint.rules.python_steps.python_function import PythonFunction
from neops_blocks.lint.rules.python_steps.python_outside import PythonOutside

RULES: tuple[Rule, ...] = (
    PythonFile(),
    PythonFunction(),
    PythonOutside(),
    PythonArguments(),
    BlockingCall(),
    NotAwaited(),
    DangerousCall(),
)
