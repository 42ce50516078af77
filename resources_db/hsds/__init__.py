"""The directory written as HSDS 3.1 objects: what anyone may read, and what an export holds."""
