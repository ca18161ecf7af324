"""Meetings (*vergaderingen*): backlog, date, agenda, minutes, and what comes of them."""
