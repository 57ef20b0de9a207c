"""Goods as an enterprise writes them, and files of them."""

import io
from collections.abc import Iterable, Mapping

from openpyxl import Workbook

from enterprises.rules.goods_lines import FIELDS

COFFEE = {
    "sku": "COFFEE-1",
    "name": "研磨咖啡 250克",
    "gmodel": "250克/袋",
    "hs_code": "0901210000",
    "unit": "011",
    "origin": "502",
    "barcode": "4006381333931",
    "price": "39.90",
    "currency": "142",
    "net_weight": "0.25",
    "modes": "9610 1210",
}
"""Nothing is wrong with it; its statutory units are left to the tariff."""


PAPER = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
"""The smallest PDF that is taken as one."""


def article(sku: str, **changes: str) -> dict[str, str]:
    """The coffee under another SKU."""
    return {**COFFEE, "sku": sku, **changes}


def csv_of(rows: Iterable[Mapping[str, str]], names: Iterable[str] = tuple(FIELDS)) -> bytes:
    """A CSV file with these rows."""
    heading = list(names)
    lines = [",".join(heading)]
    lines += [",".join(f'"{row.get(name, "")}"' for name in heading) for row in rows]
    return "\n".join(lines).encode()


def excel_of(rows: Iterable[Mapping[str, object]], names: Iterable[str] = tuple(FIELDS)) -> bytes:
    """An Excel file with these rows, numbers as numbers."""
    book = Workbook()
    sheet = book.active
    heading = list(names)
    sheet.append(heading)
    for row in rows:
        sheet.append([row.get(name) for name in heading])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
