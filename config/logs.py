"""Logging: one JSON line per event, in which no personal number and no forged line can stand."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(\d{6})(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{2}[\dXx]{2}(?![0-9A-Za-z])"
)
PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?![0-9A-Za-z])")
MAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,})")
BREAKS = {ord("\r"): "\\r", ord("\n"): "\\n", 0x85: "\\x85", 0x2028: "\\u2028", 0x2029: "\\u2029", 0x1B: "\\x1b"}


def masked(text: str) -> str:
    """Return a text without ID numbers, telephone numbers and mail addresses."""
    text = ID_NUMBER.sub(r"\1************", text)
    text = PHONE.sub(r"\1****\2", text)
    return MAIL.sub(r"***@\1", text)


def cleansed(value: object) -> Any:
    """Return a value of an event as it may be written: masked, on one line."""
    if isinstance(value, Mapping):
        return {str(key): cleansed(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [cleansed(one) for one in value]
    if value is None or isinstance(value, bool):
        return value
    text = masked(str(value)).translate(BREAKS)
    return value if isinstance(value, int | float) and text == str(value) else text


def cleanse_event(logger: object, name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Cleanse a whole event as the last step before it is written."""
    return {key: cleansed(value) for key, value in event.items()}


def drop_request(logger: object, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop the request that Django hangs on its records: its printed form holds the query string."""
    for key in ("request", "_record", "_from_structlog"):
        event.pop(key, None)
    return event


def where_it_failed(logger: object, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an error by its kind and its places in the code, without its message and without any value.

    The message of a database error quotes the row, which is somebody's.
    """
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if error is not None:
        event["error"] = type(error).__name__
        event["at"] = _places(error)
    return event


def _places(error: BaseException) -> list[str]:
    places, trace = [], error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-12:]


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%S.%f%z", utc=False),
    where_it_failed,
]


class MaskedFormatter(structlog.stdlib.ProcessorFormatter):
    """Writes records of structlog and of the standard library alike."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *SHARED],
            processors=[drop_request, cleanse_event, structlog.processors.JSONRenderer(ensure_ascii=False)],
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record, without the traceback that the standard library would add below it."""
        record.exc_text = None
        return super().format(record)


def settings(level: str) -> dict[str, Any]:
    """Return Django's LOGGING, and lead structlog to the same lines."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"masked": {"()": "config.logs.MaskedFormatter"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "masked"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "axes": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "WARNING"},
        },
    }
