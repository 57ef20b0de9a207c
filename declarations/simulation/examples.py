"""The README's example: one purchase in the demo zone, with fixed content and invented people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from declarations.messages.catalogue import KINDS
from declarations.messages.xml_writer import Signer, build_message
from declarations.simulation.actors import IMPORT, TROUPES
from declarations.simulation.deal import DocumentSet, Firm
from declarations.simulation.scenario import Scenario

MADE: Final = datetime(2025, 1, 15, 10, 30)  # noqa: DTZ001  local time, as messages have it
TROUPE: Final = TROUPES[0]
NUMBER: Final = 2


def documents(firms: Mapping[str, Firm]) -> DocumentSet:
    """The four documents; ``firms`` are the demo zone's by key."""
    scenario = Scenario(TROUPE.cast(firms), MADE, seed=1, series="EXAMPLE")
    return scenario.complete_set(NUMBER, direction=IMPORT, mode="9610", at=MADE)


def messages(firms: Mapping[str, Firm], signer: Signer) -> dict[str, bytes]:
    """Noun → its CEB message; the inventory is signed, as the schema demands."""
    made = {}
    for noun, document in documents(firms).items():
        kind, firm = KINDS[document["type"]], firms[TROUPE.sender_of(noun)]
        made[noun] = build_message(
            kind,
            [document],
            guid=document[kind.json_head]["guid"],
            transfer={
                "copCode": firm.code,
                "copName": firm.name,
                "dxpMode": "DXP",
                "dxpId": "DXPENT0000000001",
            },
            signer=signer if noun == "inventory" else None,
        )
    return made
