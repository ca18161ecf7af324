"""The front door: root urls, base templates, home page, health and the mount of the API."""
