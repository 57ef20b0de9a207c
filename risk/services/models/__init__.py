"""Models beside the rules: their register, their runs, the signals they raise."""
