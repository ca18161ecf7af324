"""The form about the columns of a list: what each is, and what unknown words mean."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.subjects.plans.formats import Meanings
from woonregie.subjects.plans.formats.own.headings import plain, remembered
from woonregie.subjects.plans.formats.own.offers import (
    SKIP,
    codes_for,
    fields_for,
    title_of,
)

Told = Mapping[str, Any]
NEEDED = "naam"


def reason_of(item: Told) -> str:
    """Return why we think that a column is something, or why we ask."""
    reasons = {
        "like": _("De naam lijkt hierop, maar wij zijn niet zeker."),
        "guessed": _("Dit denken wij om wat in de kolom staat."),
        "content": _("Wat in de kolom staat, past niet goed bij de naam."),
        "numbers": _("Hier staan getallen, en wij weten niet wat zij tellen."),
        "twice": _("Twee kolommen lijken hetzelfde te zijn. Kies er één."),
        "whole": _("Telt hierin mee wat al gebouwd is? Dan is het het totaal van het hele plan."),
        "needed": _("Wij zoeken nog de kolom met de naam van het plan."),
    }
    how = {
        "learned": _("eerder door u gekozen"),
        "name": _("aan de naam van de kolom"),
        "like": _("de naam lijkt erop"),
        "content": _("aan wat erin staat"),
    }
    return str(reasons.get(item["doubt"]) or how.get(item["how"]) or _("geen kolom van ons"))


class ColumnsForm(forms.Form):
    """A choice for every column of a list, and for every word that we do not know.

    Args:
        asked: the columns and words, as a delivery keeps them.
        reference_year: of the list.
    """

    def __init__(self, *args: Any, asked: Told, reference_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns: Sequence[Told] = asked["columns"]
        self.words: Sequence[Told] = asked["words"]
        for item in self.columns:
            guess = item["field"] or ("" if item["doubt"] else SKIP)
            self.fields[_column(item)] = _Choice(
                label=item["heading"],
                choices=fields_for(item["heading"], reference_year, item["field"]),
                initial=guess,
                help_text=_sample(item),
            )
        for at, word in enumerate(self.words):
            self.fields[f"woord-{at}"] = _Choice(
                label=word["written"], choices=codes_for(word["field"]), initial=word["code"]
            )

    def clean(self) -> dict[str, Any]:
        """Refuse two columns that are the same thing, and a list without names."""
        found: dict[str, Any] = super().clean() or {}
        chosen: dict[str, list[Told]] = defaultdict(list)
        for item in self.columns:
            name = found.get(_column(item), "")
            if name and name != SKIP:
                chosen[name].append(item)
        for name, same in chosen.items():
            for item in same[1:]:
                self.add_error(
                    _column(item),
                    _("%(field)s koos u ook bij %(other)s. Kies er één.")
                    % {"field": title_of(name), "other": same[0]["heading"]},
                )
        if NEEDED not in chosen and not self.errors:
            self.add_error(
                None, _("Kies bij één kolom: Naam. Zonder naam kunnen wij geen plan vastleggen.")
            )
        return found

    def answers(self) -> Meanings:
        """Return what was chosen: what was asked, and what is other than we thought."""
        columns = {}
        for item in self.columns:
            chosen = self.cleaned_data[_column(item)]
            name = "" if chosen == SKIP else chosen
            if item["doubt"] or name != item["field"]:
                key, kept = remembered(item["heading"], name)
                columns[key] = kept
        words = {
            (word["field"], plain(word["written"])): self.cleaned_data[f"woord-{at}"]
            for at, word in enumerate(self.words)
        }
        return Meanings(columns, words, columns)

    # -------------------------------------------------------------- for the page
    def asked_columns(self) -> list[tuple[Told, forms.BoundField, str]]:
        """Return the columns that we are not sure of, with their choice and why we ask."""
        return [found for found in self._bound() if found[0]["doubt"]]

    def sure_columns(self) -> list[tuple[Told, forms.BoundField, str]]:
        """Return the columns that we know, with their choice and why we think so."""
        return [found for found in self._bound() if found[0]["field"] and not found[0]["doubt"]]

    def left_columns(self) -> list[tuple[Told, forms.BoundField, str]]:
        """Return the columns that we do not read, with their choice."""
        return [
            found for found in self._bound() if not found[0]["field"] and not found[0]["doubt"]
        ]

    def asked_words(self) -> list[tuple[str, list[tuple[Told, forms.BoundField]]]]:
        """Return the words that we do not know, by the column in which they stand."""
        found: dict[str, list[tuple[Told, forms.BoundField]]] = defaultdict(list)
        for at, word in enumerate(self.words):
            found[f"{word['heading']}"].append((word, self[f"woord-{at}"]))
        return list(found.items())

    def _bound(self) -> Iterator[tuple[Told, forms.BoundField, str]]:
        for item in self.columns:
            yield item, self[_column(item)], reason_of(item)


class _Choice(forms.ChoiceField):
    """A choice that must be made; what is wrong is said in words."""

    default_error_messages = {
        "required": gettext_lazy("Maak een keuze."),
        "invalid_choice": gettext_lazy("Kies een mogelijkheid uit de lijst."),
    }


def _column(item: Told) -> str:
    return f"kolom-{item['index']}"


def _sample(item: Told) -> str:
    return _("Bijvoorbeeld: %(values)s") % {"values": " · ".join(item["sample"])}
