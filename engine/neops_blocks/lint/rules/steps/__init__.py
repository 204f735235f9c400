"""Rules about steps and the devices they run on."""

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.steps.bad_command import BadCommand
from neops_blocks.lint.rules.steps.bad_parser import BadParser
from neops_blocks.lint.rules.steps.config_mode_command import ConfigModeCommand
from neops_blocks.lint.rules.steps.constant_condition import ConstantCondition
from neops_blocks.lint.rules.steps.disruptive_command import DisruptiveCommand
from neops_blocks.lint.rules.steps.impure_command import ImpureCommand
from neops_blocks.lint.rules.steps.later_step import LaterStep
from neops_blocks.lint.rules.steps.no_targets import NoTargets
from neops_blocks.lint.rules.steps.no_timeout import NoTimeout
from neops_blocks.lint.rules.steps.once_on_device_kind import OnceOnDeviceKind
from neops_blocks.lint.rules.steps.unbounded_fan_out import UnboundedFanOut
from neops_blocks.lint.rules.steps.unknown_driver import UnknownDriver
from neops_blocks.lint.rules.steps.unknown_platform import UnknownPlatform
from neops_blocks.lint.rules.steps.unknown_step import UnknownStep

RULES: tuple[Rule, ...] = (
    UnknownStep(),
    LaterStep(),
    UnknownPlatform(),
    UnknownDriver(),
    BadParser(),
    OnceOnDeviceKind(),
    NoTargets(),
    ConfigModeCommand(),
    ImpureCommand(),
    DisruptiveCommand(),
    NoTimeout(),
    UnboundedFanOut(),
    ConstantCondition(),
    BadCommand(),
)
