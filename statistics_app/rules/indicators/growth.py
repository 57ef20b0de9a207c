"""Growth: against the year before, against the month before, since January."""

from typing import Final

from statistics_app.rules.indicators.base import EVERY, SHARE, Change, Indicator, Text

SAID: Final[Text] = (
    "基数为 0 或负数，或基数未公布时，不计算增速。",
    "No rate where the base is 0 or negative, or was not published.",
)
_SERIES: Final = (
    ("IND-SCALE-01", ("进出口总额", "Imports and exports")),
    ("IND-SCALE-02", ("出口额", "Exports")),
    ("IND-SCALE-03", ("进口额", "Imports")),
    ("IND-SCALE-04", ("票数", "Declarations")),
)
_AGAINST: Final = (
    ("year", ("同比", "year on year"), ("上年同期", "The same period of the year before")),
    ("month", ("环比", "month on month"), ("上期", "The period before")),
    ("ytd", ("累计同比", "since January"), ("上年同期累计", "The same months of the year before")),
)


def _all() -> tuple[Indicator, ...]:
    pairs = [(series, against) for against in _AGAINST for series in _SERIES]
    return tuple(
        Indicator(
            f"IND-GROW-{number:02}",
            1,
            "growth",
            (f"{title[0]}{word[0]}", f"{title[1]}, {word[1]}"),
            SHARE,
            Change(code, against),
            (f"本期减{base[0]}", f"This period less: {base[1].lower()}"),
            base,
            dimensions=EVERY,
            caveat=SAID,
        )
        for number, ((code, title), (against, word, base)) in enumerate(pairs, start=1)
    )


GROWTH: Final = _all()
