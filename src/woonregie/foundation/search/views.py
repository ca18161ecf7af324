"""The page of search."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.region.access import region_for
from woonregie.foundation.search.queries import MOST, PAGE, find
from woonregie.foundation.search.registry import searchables
from woonregie.foundation.search.words import LONGEST_QUESTION, MOST_WORDS


def results(request: AccountRequest, region: str) -> HttpResponse:
    """Show what somebody may see that holds the words of her question, by kind."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    text = request.GET.get("q", "")
    kinds = {item.name: item for item in searchables()}
    kind = kinds.get(request.GET.get("soort", ""))
    most = _most(request.GET.get("aantal", ""))
    found = find(
        text,
        account=request.user,
        region=place,
        today=today,
        kind=kind.name if kind else "",
        most=most,
    )
    shown = {
        # What is shown again in the box: a database may hold it, and a page may carry it.
        "asked": text.replace("\x00", "")[:LONGEST_QUESTION],
        "found": found,
        "kind": kind,
        "kinds": kinds.values(),
        "next_most": min(most + PAGE, MOST),
        "most_words": MOST_WORDS,
    }
    return render(request, "search/results.html", shown)


def _most(given: str) -> int:
    """Return how many of a kind are asked; a slip in an address asks the usual number."""
    steps = {str(count): count for count in range(PAGE, MOST + 1, PAGE)}
    return steps.get(given, PAGE)
