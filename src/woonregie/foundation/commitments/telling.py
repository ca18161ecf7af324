"""What this room says beside things of other rooms: which commitments come from them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from woonregie.foundation.commitments.models import AssessmentResult
from woonregie.foundation.commitments.permissions import speaks_for
from woonregie.foundation.commitments.queries import readable, with_result
from woonregie.foundation.pages.beside import Asked, Line
from woonregie.foundation.search.pointing import written

MOST_LINES = 20
# Of these something can be promised; of a norm or a source nothing is.
KINDS = ("documenten", "bepalingen", "vergaderingen", "besluiten")


def tell(asked: Asked) -> Sequence[Line]:
    """Return the commitments that come from a thing, and where to record one."""
    found: Any = with_result(
        readable(asked.account, asked.region, today=asked.today).filter(
            origin_kind=asked.kind, origin_key=asked.key, withdrawn_at__isnull=True
        )
    ).order_by("title", "pk")
    slug = asked.region.slug
    lines = [
        Line(
            f"{one.reference} {one.title} ({AssessmentResult(one.result).label})",
            reverse("commitments:detail", args=[slug, one.pk]),
        )
        for one in found[:MOST_LINES]
    ]
    if asked.kind in KINDS and speaks_for(asked.account, asked.region, asked.today):
        origin = urlencode({"herkomst": written((asked.kind, asked.key))})
        url = f"{reverse('commitments:add', args=[slug])}?{origin}"
        lines.append(Line(_("Afspraak vastleggen"), url, act=True))
    return lines
