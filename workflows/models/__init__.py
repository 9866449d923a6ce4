"""What the engine keeps: cases, tasks, the log, papers, messages, local parameters."""

from __future__ import annotations

from workflows.models.attachment import Attachment
from workflows.models.case import Case, Draft, DraftFile
from workflows.models.count import Count
from workflows.models.entry import Entry, Submission
from workflows.models.message import Message
from workflows.models.notice import PublicNotice
from workflows.models.paper import NumberSeries, Paper, PaperFile
from workflows.models.round import Round, Skip
from workflows.models.settings import CalendarDay, Parameter
from workflows.models.task import Task

__all__ = [
    "Attachment",
    "CalendarDay",
    "Case",
    "Count",
    "Draft",
    "DraftFile",
    "Entry",
    "Message",
    "NumberSeries",
    "Paper",
    "PaperFile",
    "Parameter",
    "PublicNotice",
    "Round",
    "Skip",
    "Submission",
    "Task",
]
