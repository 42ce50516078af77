"""A directory of sixty thousand made-up services, and how fast it answers. Nothing of this is ever shipped."""
