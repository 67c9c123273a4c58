"""What the game is: values and functions, with no input, output, clock or chance."""
