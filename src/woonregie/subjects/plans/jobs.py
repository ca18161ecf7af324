"""Long work of the register: previewing and applying large lists."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.urls import reverse
from uuid_utils import uuid7

from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import store
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.runs.handle import JobHandle
from woonregie.subjects.plans import services
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.models import PlanImport
from woonregie.subjects.plans.services import delivering
from woonregie.subjects.plans.services.delivering import Ask, file_name

MOST_BYTES = 2 * 1024**3
"""What we make ourselves may be larger than what people send."""


def preview(job: JobHandle) -> dict[str, Any]:
    """Look at a list and keep what it would change."""
    asked = job.parameters
    delivery = services.preview_import(
        by=job.by,
        at=job.now,
        file=StoredFile.objects.get(pk=asked["file"]),
        region=Region.objects.get(pk=asked["region"]),
        municipality=Municipality.objects.filter(pk=asked["municipality"]).first(),
        reference_date=date.fromisoformat(asked["reference_date"]),
        format_name=asked["format_name"],
        system=asked.get("system", ""),
        progress=job.progress,
    )
    return _result(delivery)


def read_again(job: JobHandle) -> dict[str, Any]:
    """Read a list again by what its sender answered about its columns."""
    delivery = PlanImport.objects.select_related("file", "municipality", "region").get(
        pk=job.parameters["delivery"]
    )
    meanings = Meanings.kept(job.parameters["meanings"])
    return _result(
        services.answer_import(
            by=job.by, at=job.now, delivery=delivery, meanings=meanings, progress=job.progress
        )
    )


def settle(job: JobHandle) -> dict[str, Any]:
    """Keep answers to what a list asks."""
    delivery = PlanImport.objects.select_related("file", "municipality", "region").get(
        pk=job.parameters["delivery"]
    )
    given = services.Given.of_json(job.parameters["given"])
    return _result(
        services.settle_import(
            by=job.by, at=job.now, delivery=delivery, given=given, progress=job.progress
        )
    )


def apply(job: JobHandle) -> dict[str, Any]:
    """Take in a list that was looked at."""
    delivery = PlanImport.objects.select_related("file", "municipality", "region").get(
        pk=job.parameters["delivery"]
    )
    return _result(
        services.apply_import(by=job.by, at=job.now, delivery=delivery, progress=job.progress)
    )


def deliver(job: JobHandle) -> dict[str, Any]:
    """Make a file with plans for others, and keep it for who asked."""
    ask = Ask.from_json(job.parameters)
    with tempfile.TemporaryDirectory(prefix="woonregie-") as folder:
        place = Path(folder) / file_name(ask)
        done = delivering.deliver(
            by=job.by, at=job.now, ask=ask, place=place, progress=job.progress
        )
        with place.open("rb") as stream:
            kept = store(stream, name=place.name, at=job.now, max_bytes=MOST_BYTES)
    return {
        "delivery": str(uuid7()),
        "file": str(kept.pk),
        "name": kept.name,
        "region": ask.region.slug if ask.region else "",
        "report": done.as_json(),
    }


def delivered_address(result: dict[str, Any]) -> str:
    """Return the page of a file that was made."""
    return (
        reverse("plans:outlet_made", args=[result["region"], result["delivery"]])
        if result.get("delivery")
        else ""
    )


def _result(delivery: PlanImport) -> dict[str, Any]:
    return {
        "delivery": str(delivery.pk),
        "region": delivery.region.slug if delivery.region else "",
    }


def address(result: dict[str, Any]) -> str:
    """Return the page of the list."""
    return (
        reverse("plans:import", args=[result["region"], result["delivery"]])
        if result.get("delivery")
        else ""
    )
