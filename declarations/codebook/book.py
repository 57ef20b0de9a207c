"""The whole catalogue, one entry a code."""

from collections.abc import Mapping

from declarations.codebook.entries import FAMILIES, Entry
from declarations.codebook.further_codes import further_entries
from declarations.codebook.official_codes import code_entries, info_entries, status_entries
from declarations.codebook.problem_codes import problem_entries
from declarations.codebook.rule_codes import rule_entries
from reference.facts import CodeRow

Rows = Mapping[str, CodeRow]


def whole_book(codes: Rows, statuses: Rows, infos: Rows) -> dict[str, Entry]:
    """Every entry by code, family after family; the rows are those of the reference tables
    ``return_codes``, ``return_statuses`` and ``return_info_codes``.

    :raises ValueError: when two families claim a code.
    """
    found: dict[str, Entry] = {}
    every = [
        *rule_entries(),
        *problem_entries(),
        *status_entries(statuses),
        *code_entries(codes),
        *info_entries(infos),
    ]
    told = {entry.code for entry in every}
    every += [entry for entry in further_entries() if entry.code not in told]
    order = list(FAMILIES)
    for entry in sorted(every, key=lambda e: order.index(e.family)):
        if entry.code in found:
            raise ValueError(f"two entries for {entry.code}")
        found[entry.code] = entry
    return found
