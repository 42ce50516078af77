"""The HSDS 3.1 read API."""
