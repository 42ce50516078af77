"""Repère's custom actions (rasa-sdk): what the bot does, decided by code over the tracker's slots."""
