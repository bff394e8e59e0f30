"""The ground floor: what knows nothing of disclosure."""
