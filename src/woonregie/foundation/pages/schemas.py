"""What all API resources share: Dutch camelCase names, links, the mark of example data."""

from ninja import Schema
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

API_VERSION = "1.0.0"


class DutchSchema(Schema):
    """Base of every resource; field names are Dutch, written in camelCase."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, from_attributes=True
    )


class Link(DutchSchema):
    """An address."""

    href: str


class Links(DutchSchema):
    """Where this page is, and the next one."""

    self: Link
    volgende: Link | None = None
