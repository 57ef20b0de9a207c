"""Targets, tasks, meetings, inspections, assessments: what the zone office keeps moving."""
