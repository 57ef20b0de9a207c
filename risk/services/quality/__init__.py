"""Complaints, reports of fakes, notices of infringement, recalls, authorisations, traces."""
