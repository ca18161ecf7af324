"""Small programs that keep the house: contracts, catalogues, set-up, demonstration data."""
