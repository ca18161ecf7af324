"""Behind the workbench: the levers as they stand, what comes of them, the answer in words."""
