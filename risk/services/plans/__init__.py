"""Writing risk points, response plans and their runs."""
