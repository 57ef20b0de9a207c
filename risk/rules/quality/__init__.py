"""Complaints, reports of fakes, notices of infringement, recalls, and the trace of goods."""
