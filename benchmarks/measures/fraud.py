"""Frauds planted in an honest day: how many are found, and how many honest people are troubled."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from benchmarks import bodies
from benchmarks.client import Load
from benchmarks.planting import FAKE, FRAUDS, HONEST, NAMES, SCHEME, Field, Planted
from benchmarks.playing import play
from benchmarks.portal import OWNER
from benchmarks.results import Result
from benchmarks.run import Run
from benchmarks.unusual import days_measured
from benchmarks.workers import ask

HONEST_DECLARATIONS = 20_000
SCHEMES = 10
SETS_A_BODY = 500
WORKER = "benchmarks.trying"
NDJSON = "application/x-ndjson"

_SCREENED = """
SELECT i.order_no, s.channel, s.reason, s.hits::text
FROM risk_screening s JOIN declarations_inventory i ON i.id = s.inventory_id
WHERE i.order_no LIKE '{}%%'
"""


@dataclass
class Seen:
    """What screening said of the declarations of one kind."""

    count: int = 0
    hit: int = 0
    stopped: int = 0
    schemes: set[int] = field(default_factory=set)
    rules: Counter[str] = field(default_factory=Counter)


def measure(run: Run) -> Result:
    """Send everything through the whole portal, wait for screening, compare with the truth."""
    honest, schemes = run.count(HONEST_DECLARATIONS), 2 if run.quick else SCHEMES
    at = run.at - timedelta(hours=5)
    planted = Field(honest, schemes, at).declarations()
    _send(run, planted)
    seconds = run.portal.wait_screened()
    seen = {kind: _seen(run, kind) for kind in (HONEST, *FRAUDS)}
    figures: dict[str, Any] = {
        "honest": seen[HONEST].count,
        "planted": sum(seen[kind].count for kind in FRAUDS),
        "all_screened_after_s": round(seconds, 1),
    }
    for kind in FRAUDS:
        own = seen[kind]
        figures[NAMES[kind]] = {
            "recall_percent": _percent(own.hit, own.count),
            "out_of_green_percent": _percent(own.stopped, own.count),
            "schemes_found_percent": _percent(len(own.schemes), schemes),
        }
    own = seen[HONEST]
    figures["honest_hit_percent"] = _percent(own.hit, own.count)
    figures["honest_out_of_green_by_risk_percent"] = _percent(own.stopped, own.count)
    figures["precision_of_hits_percent"] = _percent(
        sum(seen[kind].hit for kind in FRAUDS), sum(one.hit for one in seen.values())
    )
    figures["false_alarms_by_rule"] = dict(own.rules.most_common(5))
    figures["graph_of_linked_buyers"] = ask(
        run, WORKER, {"do": "links", "schemes": schemes, "honest": seen[HONEST].count}
    )
    figures["unusual_days"] = days_measured(firms=200 if run.quick else 1000)
    sizes = ", ".join(f"{NAMES[kind]}: {SCHEME[kind]} each" for kind in FRAUDS)
    notes = [
        f"{schemes} schemes of each kind in the second half of the day ({sizes}).",
        "Found means that a rule hit; what is drawn by chance counts for nobody.",
        "Honest people order again, live together, use pick-up points and buy in sales.",
    ]
    goal = "recall and false alarms are measured, not promised"
    return Result("fraud", "frauds planted in an honest day", figures, goal, notes)


def _send(run: Run, planted: list[Planted]) -> None:
    """Orders and payments by the seller, the rest by the carrier; fakes by one hand."""
    owner = run.portal.manage("api_token", OWNER.code).splitlines()[-1].strip()
    for token, nouns, late in (
        (owner, ("order", "payment"), False),
        (run.portal.token, ("waybill", "inventory"), True),
    ):
        made = []
        for start in range(0, len(planted), SETS_A_BODY):
            documents = []
            for one in planted[start : start + SETS_A_BODY]:
                if one.kind != FAKE:
                    documents += [one.documents[noun] for noun in nouns]
                elif late:
                    documents += [one.documents[noun] for noun in bodies.NOUNS]
            made.append(bodies.ndjson(documents))
        files = bodies.write(run.folder, f"fraud-{nouns[0]}", made)
        play(Load(run.portal.port, token, NDJSON, [[path] for path in files], connections=1))
    run.portal.wait_decided()


def _seen(run: Run, kind: str) -> Seen:
    seen = Seen()
    for order_no, channel, reason, hits in run.portal.query(_SCREENED.format(kind)):
        seen.count += 1
        if hits is not None:
            seen.hit += 1
            seen.rules.update({hit["r"] for hit in _read(hits)})
            if kind != HONEST:
                number = int(order_no.removeprefix(f"{kind}O"))
                seen.schemes.add(number // SCHEME[kind])
        seen.stopped += channel != "green" and reason in {"hit", "score"}
    return seen


def _read(hits: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(hits)
    return found


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0
