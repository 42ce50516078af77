"""Settings, read from the environment (`REPERE_…`) and refused when unsafe outside development."""

from functools import lru_cache
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_SECRET = "development-only"  # noqa: S105 - refused outside development, see below


class Settings(BaseSettings):
    """Everything a deployment chooses. Durations are in seconds."""

    model_config = SettingsConfigDict(env_prefix="REPERE_", extra="ignore")

    environment: Literal["development", "test", "production"] = "development"
    database_url: str = "sqlite:///var/repere.db"
    redis_url: str | None = None

    rasa_url: str = "http://127.0.0.1:5005"
    rasa_token: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    rasa_timeout: float = Field(default=6.0, gt=0)
    rasa_tracker_url: str = "sqlite:///var/rasa.db"
    actions_url: str = "http://127.0.0.1:5055"

    availability_secret: SecretStr = SecretStr(DEVELOPMENT_SECRET)

    secure_cookies: bool = False
    partner_origins: list[str] = []
    retention_days: int = Field(default=30, ge=1)
    report_limit: str = "5 per 10 minutes"
    report_limit_all: str = "200 per hour"
    console_session_hours: int = Field(default=12, ge=1)

    @model_validator(mode="after")
    def refuse_development_secrets(self) -> Self:
        """Raise ValueError when production runs with a development secret or an insecure cookie."""
        if self.environment == "production":
            if self.rasa_token.get_secret_value() == DEVELOPMENT_SECRET:
                raise ValueError("REPERE_RASA_TOKEN must be set in production")
            if self.availability_secret.get_secret_value() == DEVELOPMENT_SECRET:
                raise ValueError("REPERE_AVAILABILITY_SECRET must be set in production")
            if not self.secure_cookies:
                raise ValueError("REPERE_SECURE_COOKIES must be true in production")
        return self


@lru_cache
def get_settings() -> Settings:
    """The process's settings, read once."""
    return Settings()
