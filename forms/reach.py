"""Days that anybody can mean: others are slips of the hand, and months reckoned from them are in no calendar."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
_MESSAGE = _("请填写 1900 年至 2199 年之间的日期。")
IN_REACH = [MinValueValidator(FIRST, _MESSAGE), MaxValueValidator(LAST, _MESSAGE)]
