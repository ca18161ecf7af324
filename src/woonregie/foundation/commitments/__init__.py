"""Commitments (*afspraken*): who promised whom what, measured on live figures, on what terms."""
