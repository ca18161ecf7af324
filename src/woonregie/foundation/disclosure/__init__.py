"""Who may know what: audiences, embargoes, and tables that are safe to publish."""
