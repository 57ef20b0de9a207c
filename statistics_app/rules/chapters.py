"""Chapters and headings of the Harmonized System: what each holds, in short words. Pure.

The structure is the standard HS, the words are ours: a chapter's legal text is longer. 77 is kept
free by the HS; 98 and 99 are national (unverified). Headings are named where retail trade knows
them (``data/hs_headings.csv``), any other is its code.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from statistics_app.rules.indicators.base import Text

_NAMES: Final[tuple[Text, ...]] = (
    ("活动物", "Live animals"),
    ("肉及食用杂碎", "Meat and edible offal"),
    ("鱼、甲壳动物、软体动物", "Fish, crustaceans, molluscs"),
    ("乳品、蛋、天然蜂蜜", "Dairy, eggs, honey"),
    ("其他动物产品", "Other animal products"),
    ("活植物、花卉", "Live plants, cut flowers"),
    ("食用蔬菜", "Vegetables"),
    ("食用水果及坚果", "Fruit and nuts"),
    ("咖啡、茶、调味香料", "Coffee, tea, spices"),
    ("谷物", "Cereals"),
    ("制粉产品、麦芽、淀粉", "Flour, malt, starches"),
    ("含油子仁、药用植物、饲料", "Oil seeds, medicinal plants, fodder"),
    ("树胶、树脂及植物液汁", "Gums, resins, plant extracts"),
    ("编结用植物材料", "Plaiting materials of plants"),
    ("动植物及微生物油脂、蜡", "Animal, vegetable and microbial fats"),
    ("肉类、鱼类、昆虫制品", "Preparations of meat, fish, insects"),
    ("糖及糖食", "Sugars, sugar confectionery"),
    ("可可及其制品", "Cocoa and its preparations"),
    ("谷物、粮食粉、乳的制品", "Preparations of cereals, flour, milk"),
    ("蔬菜、水果、坚果制品", "Preparations of vegetables, fruit, nuts"),
    ("杂项食品", "Other food preparations"),
    ("饮料、酒及醋", "Beverages, spirits, vinegar"),
    ("食品工业残渣、饲料", "Food residues, animal feed"),
    ("烟草及烟草代用品", "Tobacco and substitutes"),
    ("盐、硫磺、土石、水泥", "Salt, sulphur, stone, cement"),
    ("矿砂、矿渣及矿灰", "Ores, slag, ash"),
    ("矿物燃料、矿物油", "Mineral fuels and oils"),
    ("无机化学品", "Inorganic chemicals"),
    ("有机化学品", "Organic chemicals"),
    ("药品", "Pharmaceutical products"),
    ("肥料", "Fertilisers"),
    ("染料、颜料、油漆、油墨", "Dyes, pigments, paints, inks"),
    ("香水、化妆品、盥洗品", "Perfumery, cosmetics, toiletries"),
    ("肥皂、洗涤剂、蜡烛", "Soap, detergents, candles"),
    ("蛋白质、改性淀粉、胶、酶", "Proteins, modified starches, glues, enzymes"),
    ("炸药、烟火、火柴", "Explosives, fireworks, matches"),
    ("照相及电影用品", "Photographic and film goods"),
    ("杂项化学产品", "Other chemical products"),
    ("塑料及其制品", "Plastics and articles of them"),
    ("橡胶及其制品", "Rubber and articles of it"),
    ("生皮及皮革", "Raw hides, leather"),
    ("皮革制品、箱包", "Leather goods, bags, cases"),
    ("毛皮、人造毛皮及其制品", "Furskins, artificial fur"),
    ("木及木制品、木炭", "Wood, articles of wood, charcoal"),
    ("软木及软木制品", "Cork and articles of it"),
    ("草柳编结品", "Basketware, wickerwork"),
    ("木浆、回收纸", "Wood pulp, recovered paper"),
    ("纸、纸板及其制品", "Paper, paperboard and articles"),
    ("书籍、报纸、印刷品", "Books, newspapers, printed matter"),
    ("蚕丝", "Silk"),
    ("羊毛、动物毛、马毛纱线", "Wool, animal hair, horsehair yarn"),
    ("棉花", "Cotton"),
    ("其他植物纤维、纸纱线", "Other vegetable fibres, paper yarn"),
    ("化学纤维长丝", "Man-made filaments"),
    ("化学纤维短纤", "Man-made staple fibres"),
    ("絮胎、毡呢、无纺织物、绳缆", "Wadding, felt, nonwovens, cordage"),
    ("地毯", "Carpets"),
    ("特种机织物、花边、刺绣品", "Special woven fabrics, lace, embroidery"),
    ("浸渍、涂布、层压织物", "Coated and laminated fabrics"),
    ("针织物及钩编织物", "Knitted or crocheted fabrics"),
    ("针织服装及附件", "Knitted clothing and accessories"),
    ("非针织服装及附件", "Clothing and accessories, not knitted"),
    ("其他纺织制品、家用纺织品", "Other made-up textiles, home textiles"),
    ("鞋靴", "Footwear"),
    ("帽类", "Headgear"),
    ("伞、手杖、鞭", "Umbrellas, sticks, whips"),
    ("羽毛制品、人造花、人发制品", "Feathers, artificial flowers, human hair"),
    ("石料、石膏、水泥制品", "Articles of stone, plaster, cement"),
    ("陶瓷产品", "Ceramic products"),
    ("玻璃及其制品", "Glass and glassware"),
    ("珍珠、宝石、贵金属、首饰", "Pearls, gems, precious metals, jewellery"),
    ("钢铁", "Iron and steel"),
    ("钢铁制品", "Articles of iron or steel"),
    ("铜及其制品", "Copper and articles of it"),
    ("镍及其制品", "Nickel and articles of it"),
    ("铝及其制品", "Aluminium and articles of it"),
    ("（保留）", "(reserved)"),
    ("铅及其制品", "Lead and articles of it"),
    ("锌及其制品", "Zinc and articles of it"),
    ("锡及其制品", "Tin and articles of it"),
    ("其他贱金属、金属陶瓷", "Other base metals, cermets"),
    ("贱金属工具、刀具、餐具", "Tools, knives, cutlery of base metal"),
    ("贱金属杂项制品", "Other articles of base metal"),
    ("机械器具、计算机及零件", "Machinery, computers and parts"),
    ("电机、电气及音像设备", "Electrical and audio-visual equipment"),
    ("铁道车辆及设备", "Railway vehicles and equipment"),
    ("汽车、摩托车、自行车及零件", "Cars, motorcycles, bicycles and parts"),
    ("航空器、航天器", "Aircraft, spacecraft"),
    ("船舶及浮动结构体", "Ships, floating structures"),
    ("光学、计量、医疗仪器", "Optical, measuring, medical instruments"),
    ("钟表", "Clocks and watches"),
    ("乐器", "Musical instruments"),
    ("武器、弹药", "Arms and ammunition"),
    ("家具、寝具、灯具", "Furniture, bedding, lamps"),
    ("玩具、游戏品、运动用品", "Toys, games, sports goods"),
    ("杂项制品", "Other manufactured articles"),
    ("艺术品、收藏品、古物", "Works of art, collectors' pieces, antiques"),
    ("特殊交易品", "Goods of special transactions"),
    ("未分类商品", "Goods not classified"),
)
CHAPTERS: Final[Mapping[str, Text]] = MappingProxyType(
    {f"{number:02}": name for number, name in enumerate(_NAMES, start=1)}
)
"""Chapter (two digits) → its name; 01 to 99."""


def _read() -> Mapping[str, Text]:
    path = Path(__file__).resolve().parent.parent / "data" / "hs_headings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["heading"]: (row["name_zh"], row["name_en"]) for row in csv.DictReader(file)}


HEADINGS: Final[Mapping[str, Text]] = MappingProxyType(_read())
"""Heading (four digits) → its name, of those that have one here."""


def chapter_name(chapter: str) -> Text:
    """``69 陶瓷产品``: the chapter with its name; an unknown one is its code."""
    return _named(chapter, CHAPTERS)


def heading_name(heading: str) -> Text:
    """``6911 瓷餐具…``: the heading with its name, where it has one."""
    return _named(heading, HEADINGS)


def _named(code: str, names: Mapping[str, Text]) -> Text:
    zh, en = names.get(code, ("", ""))
    return f"{code} {zh}".strip(), f"{code} {en}".strip()
