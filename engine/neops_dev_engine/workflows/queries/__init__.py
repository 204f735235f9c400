"""Queries over entities, written in the query-string syntax of Elasticsearch."""

from neops_dev_engine.workflows.queries.parsing import Query, QueryError, parse_query
from neops_dev_engine.workflows.queries.subject import Related, Subject

__all__ = ["Query", "QueryError", "Related", "Subject", "parse_query"]
