"""Pages about the own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts import services
from woonregie.foundation.accounts.forms import TokenForm
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.queries import tokens_of


@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the reader's tokens, and make one."""
    if not isinstance(request.user, Account):
        return redirect("account_login")
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _token, secret = services.make_token(
            by=request.user, at=timezone.now(), label=form.cleaned_data["label"]
        )
        form = TokenForm()
    shown = {"form": form, "secret": secret, "tokens": tokens_of(request.user)}
    return render(request, "accounts/tokens.html", shown)


@require_POST
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw one of the reader's tokens."""
    if isinstance(request.user, Account):
        token = get_object_or_404(tokens_of(request.user), pk=key)
        services.revoke_token(by=request.user, at=timezone.now(), token=token)
    return redirect("accounts:tokens")
