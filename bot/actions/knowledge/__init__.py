"""What the bot may state about rights, procedures and safety: sourced facts, found by meaning (docs/knowledge.md)."""
