"""Measuring a stage against data that people have checked, beside a baseline."""
