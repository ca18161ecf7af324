"""`woonregie demo-accounts`: one account per role."""

from typing import Any

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.site.demo import CAST, PASSWORD


class Command(HouseCommand):
    """Lists the demonstration accounts."""

    help = "Toont de voorbeeldaccounts, een per rol."
    prints_figures = True

    def run(self, **_options: Any) -> dict[str, Any]:
        """List."""
        accounts = [
            {"email": f"{address}@voorbeeld.example", "role": role.value, "name": name}
            for address, name, role, _where in CAST
        ]
        return {"password": PASSWORD, "accounts": accounts}

    def words(self, result: Any) -> str:
        """Return the accounts as lines."""
        lines = [f"  {item['email']:42} {item['name']}" for item in result["accounts"]]
        return "\n".join([f"Wachtwoord van alle voorbeeldaccounts: {result['password']}", *lines])
