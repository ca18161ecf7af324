"""Commands of the front door: the demonstration region, the audit trail."""
