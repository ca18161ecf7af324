"""The register of housing plans.

Versions in two times, capacity ledger, building programme, imports.
"""
