"""Joint control: duties, requests, deliveries to departments' systems, packages."""
