"""What names a person is a key that a database can hold; anything else is a wrong answer, never a broken page."""

from __future__ import annotations

import pytest
from django import forms

from forms.base import PaperForm
from forms.fields import PeopleField, PersonField
from workflows.people.models import Person

pytestmark = pytest.mark.django_db
TOO_LONG = "9" * 21


class Asking(PaperForm):
    one = PersonField(Person.objects.all(), required=False)
    several = PeopleField(Person.objects.all(), required=False)


@pytest.mark.parametrize("given", [TOO_LONG, "-1", "垃圾", "2026-02-30"])
def test_a_key_that_is_none_is_refused_and_the_page_is_shown_again(given: str) -> None:
    form = Asking({"one": given, "several": [given]})

    assert not form.is_valid()
    assert {"one", "several"} == set(form.errors)
    assert isinstance(form.fields["one"], forms.ModelChoiceField)
    assert "one" in str(form)
