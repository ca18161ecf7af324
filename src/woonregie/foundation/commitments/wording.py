"""How figures of commitments are written for people."""

from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.foundation.commitments.models import (
    Assessment,
    AssessmentResult,
    Measure,
    MeasureUnit,
)
from woonregie.foundation.commitments.registry import metric_named
from woonregie.foundation.pages.charts import written


def value_text(value: Decimal | None, unit: str) -> str:
    """Return a value with its unit; a dash for none.

    >>> [value_text(Decimal("0.925"), "share"), value_text(Decimal(1200), "dwellings")]
    ['92,5 %', '1.200 woningen']
    """
    if value is None:
        return "–"
    if unit == MeasureUnit.SHARE:
        return f"{_number(value * 100, 1)} %"
    number = _number(value, 0 if unit == MeasureUnit.DWELLINGS else 2)
    words = {MeasureUnit.DWELLINGS: _("%(number)s woningen"), MeasureUnit.EURO: "€ %(number)s"}
    return words.get(MeasureUnit(unit), "%(number)s") % {"number": number}


def _number(value: Decimal, most: int) -> str:
    places = 0 if value == value.to_integral_value() else most
    return written(value, places)


def aim_text(measure: Measure) -> str:
    """Return what a measure aims at: "minstens 365 woningen op 1 januari 2027"."""
    return _("%(direction)s %(target)s op %(day)s") % {
        "direction": measure.get_direction_display(),
        "target": value_text(measure.target, measure.unit),
        "day": date_format(measure.due_on, "j F Y"),
    }


def scope_text(measure: Measure) -> str:
    """Return where and of what a measure counts, after its metric."""
    metric = metric_named(measure.metric)
    parts = [measure.scope.name] if measure.scope else []
    if metric is not None and measure.segment in metric.segments:
        parts.append(str(metric.segments[measure.segment]))
    if measure.profile:
        parts.append(_("definitie %(name)s") % {"name": measure.profile})
    if measure.since:
        parts.append(_("sinds %(day)s") % {"day": date_format(measure.since, "j F Y")})
    return ", ".join(parts)


def reason_of(kept: Assessment, unit: str) -> str:
    """Return why a measure was assessed so: what a person wrote, or what was compared."""
    if kept.reason or kept.measure_id is None:
        return kept.reason
    if kept.result == AssessmentResult.NOT_MEASURABLE:
        return _("Er is geen waarde.")
    said = {
        "value": value_text(kept.value, unit),
        "expected": value_text(kept.expected, unit),
    }
    if kept.result == AssessmentResult.SUSPENDED:
        return _("Een voorwaarde is nog niet vervuld. De waarde is %(value)s.") % said
    if kept.expected is None:
        return _("De waarde is %(value)s. Er wordt nog niets verwacht.") % said
    return _("De waarde is %(value)s; verwacht werd %(expected)s.") % said
