"""The subjects of the action programme, one room each."""
