"""Imports every module that enters acceptance rules, so that none can be forgotten."""

from declarations.rules import (
    common,
    export_inventories,
    field_rules,
    identity,
    import_inventories,
    inventories,
    keeping,
    message_rules,
    orders,
    payments,
    purchase_limits,
    returning,
    senders,
    tariff,
    waybills,
    sheet_rules,
)

MODULES = (
    common,
    export_inventories,
    field_rules,
    identity,
    import_inventories,
    inventories,
    keeping,
    message_rules,
    orders,
    payments,
    purchase_limits,
    returning,
    senders,
    tariff,
    waybills,
)
    sheet_rules,
