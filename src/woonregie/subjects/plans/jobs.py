"""Long work of the register: previewing and applying large lists."""

from datetime import date
from typing import Any

from django.urls import reverse

from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.runs.handle import JobHandle
from woonregie.subjects.plans import services
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.models import PlanImport


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
