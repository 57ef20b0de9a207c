"""Public keys of enterprises: certificates read, signatures checked. Knows neither ORM nor HTTP."""
