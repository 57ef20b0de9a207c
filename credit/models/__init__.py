"""Subjects, sources, the ledger, models of evaluation, ratings, cycles."""

from credit.models.cycles import (
    Cycle,
    CycleStep,
    PublicationBatch,
    PublishedRating,
    RatingDocument,
)
from credit.models.ledger import Record, RecordMark
from credit.models.ratings import Due, Rating, Standing
from credit.models.score_models import ScoreModel, SimulatedRating, Simulation
from credit.models.sources import ImportRun, Source, SourceRun
from credit.models.subjects import Subject

__all__ = [
    "Cycle",
    "CycleStep",
    "Due",
    "ImportRun",
    "PublicationBatch",
    "PublishedRating",
    "Rating",
    "RatingDocument",
    "Record",
    "RecordMark",
    "ScoreModel",
    "SimulatedRating",
    "Simulation",
    "Source",
    "SourceRun",
    "Standing",
    "Subject",
]
