"""What the clock hints at and how often. A hint that was not taken before the next one is dropped:
the work itself is found in Postgres."""

from datetime import timedelta
from typing import Any, Final

from celery.schedules import crontab

MINUTE: Final = 60
HOUR: Final = 3600
NIGHT: Final = crontab(hour=2, minute=20)

_EVERY: Final[dict[str, tuple[str, int]]] = {
    # name: (task, seconds from one hint to the next)
    "clear-ended-sessions": ("accounts.clear_ended_sessions", HOUR),
    "remind-of-tokens": ("enterprises.remind_of_tokens", HOUR),
    "remind-of-certificates": ("enterprises.remind_of_certificates", HOUR),
    "expire-quota": ("taxation.expire_reservations", HOUR),
    "draw-tax-bills": ("taxation.draw_bills", HOUR),
    "sweep": ("declarations.sweep", 5),
    "forward": ("declarations.forward", 5),
    "follow-decisions": ("declarations.follow_decisions", 15),
    "follow-taxes": ("declarations.follow_taxes", 15),
    "follow-returns": ("declarations.follow_returns", 15),
    "follow-summaries": ("declarations.follow_summaries", 15),
    "tend-returns": ("declarations.tend_returns", 10 * MINUTE),
    "tend-repair-tasks": ("declarations.tend_tasks", MINUTE),
    "answer-payment-questions": ("declarations.answer_payment_questions", MINUTE),
    "clear-old-entries": ("declarations.clear_old_entries", HOUR),
    "rate-due": ("credit.rate_due", 5),
    "rate-month": ("credit.rate_month", HOUR),
    "count-credit-peers": ("credit.count_peers", HOUR),
    "read-credit-deliveries": ("credit.read_deliveries", 30),
    "simulate-credit-models": ("credit.simulate", 30),
    "compute-rating-cycles": ("credit.compute_cycles", 30),
    "fetch-credit-sources": ("credit.fetch_sources", HOUR),
    "follow-behaviour": ("credit.follow_behaviour", MINUTE),
    "record-lateness": ("credit.record_lateness", HOUR),
    "tend-credit-supervision": ("credit.tend_supervision", 15 * MINUTE),
    "follow-statistics": ("statistics.follow_courses", MINUTE),
    "count-asked-for": ("statistics.count_asked", MINUTE),
    "count-demo": ("statistics.run_demo", 5 * MINUTE),
    "make-extracts": ("statistics.make_extracts", MINUTE),
    "align-credit-measures": ("credit.align_measures", 15 * MINUTE),
    "remind-governance": ("statistics.remind_governance", HOUR),
    "compare-sources": ("statistics.compare_sources", HOUR),
    "tend-reports": ("statistics.tend_reports", HOUR),
    "tend-packages": ("statistics.tend_packages", 15 * MINUTE),
    "recognise-exports": ("statistics.recognise", 5 * MINUTE),
    "screen-declarations": ("risk.screen", 15),
    "collect-risk-signals": ("risk.collect", 15),
    "screen-risk-subjects": ("risk.screen_subjects", HOUR),
    "watch-technical-risks": ("risk.watch", 5 * MINUTE),
    "try-risk-rules": ("risk.try_rules", 30),
    "escalate-risk-cases": ("risk.escalate", 15 * MINUTE),
    "deliver-risk-cases": ("risk.deliver", MINUTE),
    "learn-export-markets": ("risk.learn_markets", 5 * MINUTE),
    "tend-response-plans": ("risk.tend_plans", MINUTE),
    "tend-quality": ("risk.tend_quality", 15 * MINUTE),
}
_NIGHTLY: Final[dict[str, str]] = {
    "take-in-behaviour": "credit.take_in_behaviour",
    "count-statistics": "statistics.run_night",
    "link-buyers": "risk.link_buyers",
    "look-at-unusual-days": "risk.look_at_days",
    "clear-risk-windows": "risk.clear_windows",
    "clear-kept-risk-data": "risk.clear_kept",
    "forget-credit-queries": "credit.forget_queries",
}

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    **{
        name: {"task": task, "schedule": timedelta(seconds=period), "options": {"expires": period}}
        for name, (task, period) in _EVERY.items()
    },
    **{
        name: {"task": task, "schedule": NIGHT, "options": {"expires": HOUR}}
        for name, task in _NIGHTLY.items()
    },
}
