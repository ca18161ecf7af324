"""An import-linter contract: only an app itself imports its models."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OwnModelsContract(Contract):
    """Each subject is asked through its services and queries; its models are its own."""

    root = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """List every import of one app's models by another app."""
        found = []
        for app in graph.find_children(self.root):
            models = f"{app}.models"
            if models not in graph.modules:
                continue
            for room in {models, *graph.find_descendants(models)}:
                found.extend(
                    f"{importer} -> {room}"
                    for importer in graph.find_modules_that_directly_import(room)
                    if not importer.startswith((f"{app}.", f"{self.root}.conf"))
                )
        return ContractCheck(kept=not found, metadata={"found": sorted(found)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say who reached past the door."""
        for line in check.metadata["found"]:
            output.print_error(line)
