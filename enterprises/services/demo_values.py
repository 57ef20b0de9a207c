"""Invented answers to any form: whole and right by every check, and nobody's."""

from datetime import date, timedelta
from typing import Any, Final

from enterprises.rules.forms import Field, Form
from zone_portal.kernel.identifiers import resident_id_check_character

SINCE: Final = date(2020, 3, 2)
LASTING: Final = timedelta(days=900)
NOWHERE: Final = "000000"
"""A division that does not exist: nobody has an identity number that begins so."""

_CODES: Final = {"countries": "502", "districts": "4001"}
FAMILY_NAMES: Final = "罗万熊涂胡邓饶聂裘喻"

PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
"""An empty page; what hangs on it is its name."""


def demo_values(form: Form, *, number: int, on: date) -> dict[str, Any]:
    """An answer to every field that is required, given the other answers."""
    values: dict[str, Any] = {}
    for field in form.fields:
        if not field.is_file:
            answer = _answer(field, number, on)
            values[field.code] = [answer] if field.is_list else answer
    return {
        field.code: values[field.code]
        for field in form.fields
        if field.code in values and field.required and field.asked(values)
    }


def demo_id_number(number: int) -> str:
    """A resident identity number with a right check digit in a region that does not exist."""
    born = date(1975, 1, 1) + timedelta(days=number % 9_000)
    first17 = f"{NOWHERE}{born:%Y%m%d}{number % 1000:03}"
    return first17 + resident_id_check_character(first17)


def _answer(field: Field, number: int, on: date) -> str:
    if field.options:
        return field.options[0][0]
    if field.type == "date":
        day = on + LASTING if field.not_before else SINCE
        return day.isoformat()
    fixed = {
        "url": f"https://shop{number}.example.cn/",
        "domain": f"mall{number}.example.cn",
        "phone": f"1380000{number % 10_000:04}",
        "email": f"contact{number}@example.cn",
        "id_number": demo_id_number(number),
        "name": f"{FAMILY_NAMES[number % 10]}模拟",
        "address": f"综试区虚构路{number + 1}号",
        "number": str(100 + number),
    }
    if field.type in fixed:
        return fixed[field.type]
    if field.table in _CODES:
        return _CODES[field.table]
    return f"{field.zh}（模拟）"[: field.max_length]
