"""Long computations: registered job, input digest, progress, cancel, heartbeat."""
