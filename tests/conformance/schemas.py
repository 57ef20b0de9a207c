"""The official schemas as the tests use them: to validate, and to read what they demand."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from tests.plugins.official_files import xsd_folder

XS = "{http://www.w3.org/2001/XMLSchema}"
FOLDER = xsd_folder()
_FILES = {"import": "*进口业务*.xsd", "export": "*出口业务*.xsd", "envelope": "*终端节点*.xsd"}


@dataclass(frozen=True, slots=True)
class Demand:
    """What the schema says of an element."""

    name: str
    base: str
    least: int
    facets: dict[str, int]


def file_of(direction: str) -> Path:
    """The schema of import or export messages or of their envelope, by a part of its name."""
    assert FOLDER is not None
    (path,) = FOLDER.glob(_FILES[direction])
    return path


@cache
def schema(direction: str) -> etree.XMLSchema:
    """The schema of a direction, with the one for signatures that lies beside it."""
    return etree.XMLSchema(etree.parse(file_of(direction)))


@cache
def _tree(direction: str) -> etree._Element:
    return etree.parse(file_of(direction)).getroot()


def messages(direction: str) -> list[str]:
    """The names of all messages that a schema declares."""
    names = (str(element.get("name")) for element in _tree(direction).findall(f"{XS}element"))
    return [name for name in names if name.startswith("CEB") and name.endswith("Message")]


def root_of(direction: str, name: str) -> etree._Element:
    """The declaration of a message's root element."""
    found = _tree(direction).find(f"{XS}element[@name='{name}']")
    assert found is not None, name
    return found


def inside(direction: str, element: etree._Element) -> dict[str, etree._Element]:
    """What an element declares to hold, by name and in order."""
    sequence = _declared(direction, element).find(f"{XS}complexType/{XS}sequence")
    assert sequence is not None
    return {
        str(child.get("name") or child.get("ref")).rpartition(":")[2]: child
        for child in sequence.findall(f"{XS}element")
    }


def _declared(direction: str, element: etree._Element) -> etree._Element:
    """The element itself, or the global one that it refers to."""
    named = element.get("ref")
    return root_of(direction, str(named).rpartition(":")[2]) if named else element


def occurs(element: etree._Element) -> tuple[int, int]:
    """minOccurs and maxOccurs (0 for unbounded)."""
    most = str(element.get("maxOccurs", "1"))
    return int(element.get("minOccurs", "1")), 0 if most == "unbounded" else int(most)


def demand(direction: str, name: str, element: etree._Element) -> Demand:
    """Base type, facets and presence of a simple element."""
    declared = _declared(direction, element)
    base, facets = str(declared.get("type", "")), {}
    restriction = declared.find(f"{XS}simpleType/{XS}restriction")
    if restriction is not None:
        base = str(restriction.get("base"))
        facets = {
            etree.QName(facet).localname: int(str(facet.get("value")))
            for facet in restriction
            if str(facet.get("value")).isdigit()
        }
    return Demand(name, base.rpartition(":")[2], occurs(element)[0], facets)


def pinned(direction: str, element: etree._Element) -> dict[str, str]:
    """Values for the children on which the schema puts more than a length.

    A fixed value as it is; where blanks are collapsed before counting, a value without blanks.
    """
    found = {}
    for name, child in inside(direction, element).items():
        declared = _declared(direction, child)
        facets = demand(direction, name, child).facets
        if declared.get("fixed"):
            found[name] = str(declared.get("fixed"))
        elif declared.find(f".//{XS}whiteSpace[@value='collapse']") is not None:
            found[name] = "x" * (facets.get("length") or facets["maxLength"])
    return found
