"""A campaign: several scenarios, one after another, and the letters that join them."""
