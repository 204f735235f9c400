"""Values for a log, without those whose names or fields are secret.

What the worker lets out is masked by value as well, by a `Masker`; this is for what an author writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, SecretBytes, SecretStr

from neops_worker_sdk.logger.masking import MASK
from neops_worker_sdk.logger.sensitive import SENSITIVE, Sensitive, sensitive_fields
from neops_worker_sdk.logger.sensitive_names import (
    DEFAULT_KEY_PARTS,
    REDACT_EXTRA_KEYS_ENV,
    key_parts,
    names_a_secret,
)

__all__ = [
    "DEFAULT_KEY_PARTS",
    "REDACT_EXTRA_KEYS_ENV",
    "SENSITIVE",
    "Redactor",
    "Sensitive",
    "default_redactor",
]


@dataclass(frozen=True)
class Redactor:
    """Replaces secret values by a placeholder.

    Attributes:
        key_parts: a key that contains one of these is secret.
        placeholder: what stands for a secret; nulls stay.
    """

    key_parts: tuple[str, ...] = DEFAULT_KEY_PARTS
    placeholder: str = MASK

    def is_sensitive_key(self, key: object) -> bool:
        """Whether the value of `key` is secret by its name."""
        return names_a_secret(key, self.key_parts)

    def dump(self, value: Any) -> Any:
        """A copy of a model, of mappings and of lists, at any depth; anything else is given back as it is."""
        if isinstance(value, BaseModel):
            hidden = sensitive_fields(type(value))
            fields = {name: getattr(value, name) for name in type(value).model_fields}
            return {name: self._field(name, item, secret=name in hidden) for name, item in fields.items()}
        if isinstance(value, Mapping):
            return {key: self._field(key, item) for key, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.dump(item) for item in value]
        return self.placeholder if isinstance(value, SecretStr | SecretBytes) else value

    def _field(self, key: object, value: Any, *, secret: bool = False) -> Any:
        if value is not None and (secret or self.is_sensitive_key(key)):
            return self.placeholder
        return self.dump(value)


def default_redactor() -> Redactor:
    """A redactor of the usual keys and of those in ``LOG_REDACT_EXTRA_KEYS``, as it is now."""
    return Redactor(key_parts())
