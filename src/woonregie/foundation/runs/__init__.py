"""Long computations: registered job, input digest, progress, cancel; who works, what is kept."""
