"""Where on a page a refusal is shown: beside the field at fault, or on top."""

from __future__ import annotations

from datetime import date

from forms.base import PaperForm
from workflows.table.refusals import Finding


def beside(finding: Finding, form: PaperForm | None, on: date) -> bool:
    """Put a refusal beside the field at fault; False where it is of none. What the form said itself is said once."""
    if form is None or finding.field not in form.fields:
        return False
    if finding.rule or not form.has_error(finding.field):
        form.add_error(finding.field, finding.cited(on))
    return True
