"""A plan as it is today, and its history as django-simple-history keeps it."""

from django.db import models
from simple_history.models import HistoricalRecords


class Plan(models.Model):
    """A plan as it is today; every column that is filtered or sorted by has an index."""

    number = models.CharField(max_length=30)
    name = models.CharField(max_length=200, db_index=True)
    municipality = models.CharField(max_length=80, db_index=True)
    status = models.CharField(max_length=10, db_index=True)
    kind = models.CharField(max_length=30)
    direction = models.CharField(max_length=20, db_index=True)
    phase = models.CharField(max_length=10, db_index=True)
    build = models.IntegerField()
    demolition = models.IntegerField()
    net = models.IntegerField(db_index=True)
    unphased = models.IntegerField(db_index=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.number
