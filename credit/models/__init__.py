"""Subjects, sources, the ledger, models of evaluation, ratings, cycles."""

from credit.models.cases import Case, CaseStep
from credit.models.claims import Claim, ClaimFile, ClaimStep
from credit.models.commitments import Commitment, CommitmentBreach
from credit.models.cycles import (
    Cycle,
    CycleStep,
    PublicationBatch,
    PublishedRating,
    RatingDocument,
)
from credit.models.ledger import Record, RecordMark
from credit.models.measures import CreditWarning, Measure, MeasureAcknowledgement, MeasureItem
from credit.models.raters import RaterContract
from credit.models.ratings import Activity, BehaviourDue, Due, Rating, Standing
from credit.models.score_models import ScoreModel, SimulatedRating, Simulation
from credit.models.sharing import (
    DepartmentClient,
    DisclosureRule,
    PeerSpread,
    Query,
    RecognitionRow,
    SharingRule,
)
from credit.models.sources import ImportRun, Source, SourceRun
from credit.models.subjects import Subject

__all__ = [
    "Activity",
    "BehaviourDue",
    "Case",
    "CaseStep",
    "Claim",
    "ClaimFile",
    "ClaimStep",
    "Commitment",
    "CommitmentBreach",
    "CreditWarning",
    "Cycle",
    "CycleStep",
    "DepartmentClient",
    "DisclosureRule",
    "Due",
    "ImportRun",
    "Measure",
    "MeasureAcknowledgement",
    "MeasureItem",
    "PeerSpread",
    "PublicationBatch",
    "PublishedRating",
    "Query",
    "RaterContract",
    "Rating",
    "RatingDocument",
    "RecognitionRow",
    "Record",
    "RecordMark",
    "ScoreModel",
    "SharingRule",
    "SimulatedRating",
    "Simulation",
    "Source",
    "SourceRun",
    "Standing",
    "Subject",
]
