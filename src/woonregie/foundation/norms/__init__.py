"""Dated, sourced values: limits, percentages and definition profiles."""
