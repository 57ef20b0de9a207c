"""The measures, in the order in which a run takes them."""

from collections.abc import Callable, Mapping
from typing import Final

from benchmarks.measures import (
    any_order,
    backlog,
    complete_sets,
    credit,
    fraud,
    laboratory,
    memory,
    naive,
    quota,
    raw_copy,
    risk,
    single,
    spreadsheet,
    starting,
    statistics,
    xml_messages,
)
from benchmarks.results import Result
from benchmarks.run import Run

# Those that fill the tables with a history come after those that would read it.
MEASURES: Final[Mapping[str, Callable[[Run], Result]]] = {
    "raw-copy": raw_copy.measure,
    "complete-sets": complete_sets.measure,
    "memory": memory.measure,
    "xml": xml_messages.measure,
    "any-order": any_order.measure,
    "single": single.measure,
    "backlog": backlog.measure,
    "quota": quota.measure,
    "credit": credit.measure,
    "fraud": fraud.measure,
    "laboratory": laboratory.measure,
    "spreadsheet": spreadsheet.measure,
    "statistics": statistics.measure,
    "risk": risk.measure,
    "naive": naive.measure,
    "starting": starting.measure,
}
