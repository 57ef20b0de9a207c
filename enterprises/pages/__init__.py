"""Pages of enterprises: filing, review, members, clients, mandates, the public register."""
