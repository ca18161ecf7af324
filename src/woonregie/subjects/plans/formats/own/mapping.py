"""The answers of a sender, read from a file or a form; what does not fit is told."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.subjects.plans.formats.own.headings import counted, plain, remembered
from woonregie.subjects.plans.formats.own.schema import ASIDE, CODES, schema
from woonregie.subjects.plans.formats.template.columns import code_of
from woonregie.subjects.plans.meanings import Meanings

MOST = 400
"""So many columns and so many words a mapping may name."""


def read_meanings(told: Any) -> Meanings:
    """Return the answers that a file tells.

    >>> read_meanings({"columns": {"Naam plan": "Naam", "Wb 2026": "bouw 2026"}}).columns
    {'naam plan': 'naam', 'wb jjjj': 'bouw jjjj'}

    Raises:
        FileRefusedError: bad_mapping, with what is wrong in it.
    """
    columns, words = _part(told, "columns"), _part(told, "words")
    found = dict(remembered(heading, _field(name)) for heading, name in columns.items())
    codes = {
        (_code_field(name), plain(word)): _code(name, code)
        for name, said in words.items()
        for word, code in _inner(name, said).items()
    }
    if len(found) > MOST or len(codes) > MOST:
        raise _bad(_("Er staan meer dan %(most)s antwoorden in.") % {"most": MOST})
    return Meanings(found, codes, found)


def known_field(name: str) -> bool:
    """Return whether a column may be read as this field.

    >>> [known_field(name) for name in ("naam", "bouw 2027", "bouw vanaf 2036", "wethouder", "")]
    [True, True, True, False, True]
    """
    if name == ASIDE or any(item.name == name for item in schema().shown):
        return True
    found = counted(name)
    return found is not None and found.field == name


def _part(told: Any, name: str) -> Mapping[str, Any]:
    part = told.get(name, {}) if isinstance(told, Mapping) else None
    if not isinstance(part, Mapping):
        raise _bad(_('Wij verwachten "columns" en "words" met per naam een antwoord.'))
    return part


def _inner(name: str, said: Any) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise _bad(_("Bij %(name)s verwachten wij per woord een code.") % {"name": name[:80]})
    return said


def _field(name: Any) -> str:
    found = str(name or "").strip().lower()
    if not known_field(found):
        raise _bad(_("De kolom %(name)s kennen wij niet.") % {"name": str(name)[:80]})
    return found


def _code_field(name: str) -> str:
    found = name.strip().lower()
    if found not in CODES:
        raise _bad(_("De kolom %(name)s heeft geen vaste woorden.") % {"name": name[:80]})
    return found


def _code(name: str, code: Any) -> str:
    found = code_of(str(code), CODES[name.strip().lower()])
    if found is None:
        raise _bad(
            _("De code %(code)s bij %(name)s kennen wij niet.")
            % {"code": str(code)[:80], "name": name[:80]}
        )
    return found


def _bad(text: str) -> FileRefusedError:
    return FileRefusedError("bad_mapping", _("De antwoorden passen niet. %(why)s") % {"why": text})
