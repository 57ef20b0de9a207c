"""Pure decisions about people and places."""
