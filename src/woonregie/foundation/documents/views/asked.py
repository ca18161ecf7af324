"""What a page is about: the region, the work, the edition, and who reads."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.documents.models import Clause, Edition, Work
from woonregie.foundation.documents.permissions import PROPOSE, may_write, speaks_for
from woonregie.foundation.documents.queries import in_force, work_for
from woonregie.foundation.region.access import region_for, with_merged
from woonregie.foundation.region.models import Region


@dataclass(frozen=True)
class Asked:
    """A work and its reader."""

    account: Account
    region: Region
    work: Work
    today: date

    @cached_property
    def editions(self) -> list[Edition]:
        """All editions of the work, the oldest first."""
        found = list(self.work.editions.order_by("number"))
        for edition in found:
            edition.work = self.work
        return found

    @property
    def newest(self) -> Edition:
        """The newest edition."""
        return self.editions[-1]

    @cached_property
    def standing(self) -> Edition | None:
        """The edition that is in force today."""
        return in_force(self.editions, self.today)

    @cached_property
    def decides(self) -> bool:
        """Whether she decides on the text."""
        return may_write(self.account, self.work, on=self.today)

    @cached_property
    def voices(self) -> list[Organisation]:
        """For whom she may propose and remark."""
        return speaks_for(self.account, self.work, PROPOSE, on=self.today)

    def speaks_also_for(self, organisation: Organisation) -> bool:
        """Return whether she speaks for an organisation, or for the one in which it went up."""
        hers = with_merged((item.pk for item in self.voices), on=self.today)
        return organisation.pk in hers

    def edition(self, number: str) -> Edition:
        """Return an edition by its number.

        Raises:
            Http404: there is none.
        """
        for edition in self.editions:
            if str(edition.number) == number:
                return edition
        raise Http404

    def clause(self, number: str) -> Clause:
        """Return a clause by its number.

        Raises:
            Http404: there is none.
        """
        found = self.work.clauses.filter(number=number).first()
        if found is None:
            raise Http404
        found.work = self.work
        return found


def asked(request: AccountRequest, region: str, code: str, today: date) -> Asked:
    """Return the work that an address names, for its reader.

    Raises:
        Http404: no such work, or not for her.
    """
    place = region_for(request.user, region, today=today)
    try:
        work = work_for(request.user, place, code, today=today)
    except Work.DoesNotExist:
        raise Http404 from None
    work.region = place
    return Asked(request.user, place, work, today)
