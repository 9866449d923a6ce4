"""The one renderer of every form: label, help and error beside the field, all errors listed on top with links."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class PaperRenderer(TemplatesSetting):
    """Renders forms with `templates/forms/`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
