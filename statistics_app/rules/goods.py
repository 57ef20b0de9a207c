"""Sections of the Harmonized System: which chapters each holds. Pure.

Standard structure of the HS; the national section XXII (98, 99) is unverified.
"""

from typing import Final

from statistics_app.rules.indicators.base import Text

SECTIONS: Final[tuple[tuple[str, int, int, Text], ...]] = (
    ("I", 1, 5, ("活动物；动物产品", "Live animals; animal products")),
    ("II", 6, 14, ("植物产品", "Vegetable products")),
    ("III", 15, 15, ("动、植物油、脂", "Fats and oils")),
    ("IV", 16, 24, ("食品；饮料、酒及醋；烟草", "Food, drinks, tobacco")),
    ("V", 25, 27, ("矿产品", "Mineral products")),
    ("VI", 28, 38, ("化学工业及其相关工业的产品", "Chemicals")),
    ("VII", 39, 40, ("塑料、橡胶及其制品", "Plastics, rubber")),
    ("VIII", 41, 43, ("革、毛皮、箱包", "Leather, furs, bags")),
    ("IX", 44, 46, ("木及木制品", "Wood")),
    ("X", 47, 49, ("纸、书籍", "Paper, books")),
    ("XI", 50, 63, ("纺织原料及制品", "Textiles")),
    ("XII", 64, 67, ("鞋、帽、伞", "Footwear, headgear")),
    ("XIII", 68, 70, ("石、陶瓷、玻璃", "Stone, ceramics, glass")),
    ("XIV", 71, 71, ("珠宝、贵金属", "Jewellery, precious metals")),
    ("XV", 72, 83, ("贱金属及其制品", "Base metals")),
    ("XVI", 84, 85, ("机电产品", "Machinery, electrical goods")),
    ("XVII", 86, 89, ("运输设备", "Vehicles")),
    ("XVIII", 90, 92, ("光学、医疗仪器；钟表；乐器", "Instruments, clocks, music")),
    ("XIX", 93, 93, ("武器、弹药", "Arms")),
    ("XX", 94, 96, ("杂项制品（家具、玩具等）", "Furniture, toys, other")),
    ("XXI", 97, 97, ("艺术品、收藏品", "Art, antiques")),
    ("XXII", 98, 99, ("特殊交易品及未分类商品", "Special and unclassified goods")),
)

UNKNOWN: Final = "?"


def section_of(chapter: str) -> str:
    """The section of a chapter (two digits); ``?`` for what is none."""
    number = int(chapter) if chapter.isdecimal() else 0
    for code, first, last, _ in SECTIONS:
        if first <= number <= last:
            return code
    return UNKNOWN


def chapters_of(section: str) -> tuple[str, ...]:
    """The chapters of a section, two digits each; none for an unknown one."""
    for code, first, last, _ in SECTIONS:
        if code == section:
            return tuple(f"{number:02}" for number in range(first, last + 1))
    return ()


def section_name(section: str) -> Text:
    """Its name; an unknown one names itself."""
    return next((name for code, _, _, name in SECTIONS if code == section), (section, section))
