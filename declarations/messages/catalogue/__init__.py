"""Every message kind of the product, each named once, here and nowhere else."""

from declarations.messages.catalogue import (
    export_inventories,
    export_orders,
    export_payments,
    export_waybills,
    format_receipt,
    import_inventories,
    import_orders,
    import_payments,
    import_waybills,
)
from declarations.messages.kinds import KINDS, Kind, intake_kinds

__all__ = [
    "KINDS",
    "Kind",
    "export_inventories",
    "export_orders",
    "export_payments",
    "export_waybills",
    "format_receipt",
    "import_inventories",
    "import_orders",
    "import_payments",
    "import_waybills",
    "intake_kinds",
]
