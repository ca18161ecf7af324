"""Keys that sort by the time they were made, so that new rows land at the end of every index."""

from django.db import models
from uuid_utils.compat import uuid7


class KeyedModel(models.Model):
    """A row with a UUIDv7 for a key; people see a number instead."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    @property
    def model_label(self) -> str:
        """What kind of thing this is, as the trail names it: "plans.plan"."""
        return self._meta.label_lower
