"""The terminal face, on Textual. It shows views and sends actions; it holds no rule."""
