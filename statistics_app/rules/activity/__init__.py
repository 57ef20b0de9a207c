"""The zone's activity index: its method, its reading of bulletins, its arithmetic. Pure."""
