"""Risk points and response plans: what they must hold, when their clocks run out."""
