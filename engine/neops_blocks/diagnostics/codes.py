"""The stable code of every finding; lint/rules says about each what it means."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Grouped by the first digit: YAML, structure, parameters, steps, expressions, results, python steps.

    Group 8 is about the tests of a block and its project, group 9 about comments for the linter.
    """

    SYNTAX = "NB101"
    UNQUOTED_TEMPLATE = "NB102"
    DUPLICATE_KEY = "NB103"
    UNKNOWN_TAG = "NB104"
    BARE_TAG = "NB105"
    TOO_DEEP = "NB106"
    TOO_MANY_ALIASES = "NB107"
    TOO_LARGE = "NB108"
    UNKNOWN_ALIAS = "NB109"
    BAD_MERGE = "NB110"
    KEY_NOT_TEXT = "NB111"
    BAD_CHARACTER = "NB112"
    BAD_SCALAR = "NB113"

    UNKNOWN_KEY = "NB201"
    MISSING_KEY = "NB202"
    WRONG_TYPE = "NB203"
    WRONG_VALUE = "NB204"
    STEP_KIND = "NB205"
    NOT_AVAILABLE = "NB206"
    SCHEMA_VERSION = "NB207"
    NUMBER_FOR_TEXT = "NB208"
    BAD_NAME = "NB209"
    DUPLICATE_ID = "NB210"
    SHADOWED_NAME = "NB211"
    NO_BLOCK = "NB212"

    BAD_DEFAULT = "NB301"
    BAD_PATTERN = "NB302"
    EMPTY_RANGE = "NB303"
    UNUSED_PARAMETER = "NB304"
    SECRET_UNMARKED = "NB305"  # noqa: S105
    SECRET_DEFAULT = "NB306"  # noqa: S105

    UNKNOWN_STEP = "NB401"
    LATER_STEP = "NB402"
    UNKNOWN_PLATFORM = "NB403"
    UNKNOWN_DRIVER = "NB404"
    BAD_PARSER = "NB405"
    ONCE_ON_DEVICE_KIND = "NB406"
    NO_TARGETS = "NB407"
    CONFIG_MODE = "NB408"
    IMPURE_COMMAND = "NB409"
    DISRUPTIVE_COMMAND = "NB410"
    NO_TIMEOUT = "NB411"
    UNBOUNDED_FAN_OUT = "NB412"
    CONSTANT_CONDITION = "NB413"

    TEMPLATE_SYNTAX = "NB501"
    UNKNOWN_FILTER = "NB502"
    UNKNOWN_TEST = "NB503"
    UNKNOWN_NAME = "NB504"
    UNKNOWN_PARAMETER = "NB505"
    UNKNOWN_FIELD = "NB506"
    OUT_OF_SCOPE = "NB507"
    SECRET_IN_MESSAGE = "NB508"  # noqa: S105
    NO_BRACES = "NB509"
    NEEDLESS_BRACES = "NB510"
    STRAY_BRACES = "NB511"

    RESERVED_RESULT = "NB601"

    PYTHON_FILE = "NB701"
    PYTHON_FUNCTION = "NB702"
    PYTHON_OUTSIDE = "NB703"
    PYTHON_ARGUMENTS = "NB704"

    BAD_SUPPRESSION = "NB901"
    UNKNOWN_SUPPRESSION = "NB902"
    UNUSED_SUPPRESSION = "NB903"
    SUPPRESSED_ERROR = "NB904"
