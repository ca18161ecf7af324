"""How the value of a norm is written: every decimal that it has, never a rounded limit."""

from decimal import Decimal

from woonregie.foundation.norms.models import Norm, NormUnit
from woonregie.foundation.pages.charts import written


def value_text(norm: Norm) -> str:
    """Return "130 %" or "879,66 euro", from and to; nothing for a deadline, which is its day."""
    if norm.unit == NormUnit.DEADLINE:
        return ""
    values = [value for value in (norm.value, norm.upper_value) if value is not None]
    if norm.unit == NormUnit.SHARE:
        return f"{_joined([value * 100 for value in values])} %"
    units = dict(NormUnit.choices)
    return f"{_joined(values)} {units.get(norm.unit, norm.unit)}"


def _joined(values: list[Decimal]) -> str:
    return " – ".join(written(value, _decimals(value)) for value in values)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
