"""What this room tells the rooms below it, which do not know that it is here."""

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.services import recorded
from woonregie.foundation.commitments.services import follow
from woonregie.foundation.commitments.telling import tell
from woonregie.foundation.notices.registry import register_deadlines, register_turns
from woonregie.foundation.pages.beside import register_beside
from woonregie.foundation.search.registry import register_searchable

recorded.connect(follow, dispatch_uid="commitments.follow")
register_searchable(
    "afspraken", _("Afspraken"), "woonregie.foundation.commitments.searching.COMMITMENTS"
)
register_beside("commitments", 30, _("Afspraken"), tell)
register_turns("commitments", "woonregie.foundation.commitments.turns.turns")
register_deadlines("commitments", "woonregie.foundation.commitments.turns.deadlines")
