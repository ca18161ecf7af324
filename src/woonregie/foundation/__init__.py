"""What every subject stands on: people, places, sources, norms, runs, decisions and pages."""
