"""Returns of released goods: admitted at intake, moved by customs and by people, settled."""
