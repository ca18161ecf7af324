"""Commands of the balance."""
