"""Executions of workflows: every change of state is a transaction, so that they survive the engine."""
