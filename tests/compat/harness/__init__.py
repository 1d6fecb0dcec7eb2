"""What `run` is made of: installing, one server per variant, its world, its proxy, the table."""
