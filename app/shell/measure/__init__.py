"""Measuring the open collection with a simulated user."""
