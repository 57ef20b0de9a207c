"""Bookings, cubes, rates, runs."""

from statistics_app.models.bookings import Booking, Due, Firm
from statistics_app.models.cells import DayCell, MonthCell, StepTime
from statistics_app.models.rates import BookedRate, StatisticsRate
from statistics_app.models.runs import Extract, Run, TouchedDay

__all__ = [
    "BookedRate",
    "Booking",
    "DayCell",
    "Due",
    "Extract",
    "Firm",
    "MonthCell",
    "Run",
    "StatisticsRate",
    "StepTime",
    "TouchedDay",
]
