"""Remarks, and figures that are read in two ways; living documents come later."""
