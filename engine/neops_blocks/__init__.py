"""The block language: function blocks written in YAML, checked, compiled and run."""
