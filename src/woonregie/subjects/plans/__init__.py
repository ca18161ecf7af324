"""The register of housing plans: versions in two times, capacity ledger, building programme, imports."""
