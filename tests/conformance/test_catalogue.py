"""Our catalogue against the official schemas, element by element."""

from collections.abc import Mapping

import pytest
from lxml import etree

from declarations.messages.catalogue import KINDS
from declarations.messages.kinds import Kind
from declarations.messages.record import Element
from tests.conformance import schemas

pytestmark = pytest.mark.skipif(schemas.FOLDER is None, reason="CEB_XSD_DIR is not set")
EACH_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def wrapper_of(kind: Kind) -> etree._Element:
    root = schemas.root_of(kind.direction, kind.root)
    return schemas.inside(kind.direction, root)[kind.wrapper]


def compare(
    direction: str, ours: Mapping[str, Element], theirs: Mapping[str, etree._Element]
) -> None:
    """Same names, order, presence, types and lengths; extra elements are known to be extra."""
    ours = {name: element for name, element in ours.items() if not element.is_extra}
    assert list(ours) == list(theirs)
    for name, element in ours.items():
        found = schemas.demand(direction, name, theirs[name])
        assert (name, element.mandatory) == (name, found.least == 1)
        if element.is_integer:
            assert (name, found.base) in {(name, "int"), (name, "integer"), (name, "decimal")}
            assert element.maximum == found.facets.get("totalDigits", element.maximum), name
        elif element.numeric:
            limits = (found.facets.get("totalDigits"), found.facets.get("fractionDigits"))
            assert (name, found.base, limits) == (name, "decimal", (element.maximum, element.scale))
        else:
            assert (name, found.base) == (name, "string")
            most = found.facets.get("length", found.facets.get("maxLength", 0))
            least = found.facets.get("minLength", 0)
            assert (name, element.maximum) == (name, most)
            # that mandatory text is not empty is what our records ask anyway
            least = found.facets.get("length", least if least > 1 else 0)
            assert (name, element.minimum) == (name, least)


@EACH_KIND
def test_heads_agree(kind: Kind) -> None:
    parts = schemas.inside(kind.direction, wrapper_of(kind))
    head = schemas.inside(kind.direction, parts[kind.head_element]) if kind.head_element else parts

    compare(kind.direction, kind.head_elements, head)


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.line], ids=lambda kind: kind.code
)
def test_lines_agree_in_elements_and_number(kind: Kind) -> None:
    lines = schemas.inside(kind.direction, wrapper_of(kind))[kind.list_element or ""]

    assert schemas.occurs(lines) == (kind.min_lines, kind.max_lines)
    compare(kind.direction, kind.line_elements, schemas.inside(kind.direction, lines))


@EACH_KIND
def test_a_message_holds_as_many_documents_as_the_schema_allows(kind: Kind) -> None:
    assert schemas.occurs(wrapper_of(kind)) == (1, kind.max_documents)


def test_every_message_of_the_schemas_is_in_the_catalogue() -> None:
    official = {*schemas.messages("import"), *schemas.messages("export")}

    assert {kind.root for kind in KINDS.values()} == official
    assert len(official) == 42


@EACH_KIND
def test_wrapper_and_head_are_named_as_in_the_schema(kind: Kind) -> None:
    root = schemas.root_of(kind.direction, kind.root)

    assert next(iter(schemas.inside(kind.direction, root))) == kind.wrapper
    names = [name for name in (kind.head_element, kind.list_element) if name]
    if names:
        assert list(schemas.inside(kind.direction, wrapper_of(kind))) == names
