"""Who stands behind a status at customs, as interfaces name it."""

from declarations import gateway
from declarations.states import PORTAL, STANDING


def authority_of(status: str) -> str:
    """portal, port, customs, or simulator where one stands in for the last two."""
    behind = STANDING[status].authority
    return "simulator" if behind != PORTAL and gateway.is_simulated() else behind
