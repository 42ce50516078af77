"""Places in shelters, in real time: who reports them, how old they are, who holds one."""
