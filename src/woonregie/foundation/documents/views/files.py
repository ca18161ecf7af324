"""A document as a file: Word with tracked changes, PDF with marked changes."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents.difference import Compared, difference
from woonregie.foundation.documents.exports.pdf import pdf_file
from woonregie.foundation.documents.exports.word import word_file
from woonregie.foundation.documents.queries import contents
from woonregie.foundation.documents.views.asked import asked
from woonregie.foundation.files.kinds import DOCX

KINDS = {"docx": DOCX, "pdf": "application/pdf"}


def file(request: AccountRequest, region: str, code: str, kind: str) -> HttpResponse:
    """Give an edition as a file, with what changed since another edition if that is asked."""
    about = asked(request, region, code, timezone.localdate())
    if kind not in KINDS:
        raise Http404
    newest = about.standing or about.newest
    edition = about.edition(request.GET.get("editie", "") or str(newest.number))
    since = about.edition(request.GET["sinds"]) if request.GET.get("sinds") else None
    lines = contents(edition)
    found = difference(contents(since), lines) if since else [Compared(x, x) for x in lines]
    parties = ", ".join(str(item) for item in about.work.parties.select_related("organisation"))
    told = {"code": about.work.code, "number": edition.number, "parties": parties}
    subtitle = _("%(code)s, editie %(number)s. Partijen: %(parties)s") % told
    if about.work.invented:
        subtitle = f"{subtitle} ({_('verzonnen voorbeeld')})"
    if kind == "docx":
        content = word_file(
            about.work.title,
            subtitle,
            found,
            at=timezone.now(),
            tracked=since is not None,
        )
    else:
        marked = _("Gemarkeerd is wat wijzigde sinds editie %(number)s.") % {
            "number": since.number if since else 0
        }
        content = pdf_file(about.work.title, subtitle, found, marked=marked if since else "")
    name = f"{about.work.code}-{edition.number}.{kind}"
    return HttpResponse(
        content,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
