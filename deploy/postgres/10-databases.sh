#!/bin/sh
# Two users, each owner of its database only; the api may also erase what Rasa remembers (see api/rasa/tracker.py).
set -eu
psql -v ON_ERROR_STOP=1 -v api="$REPERE_DATABASE_PASSWORD" -v rasa="$RASA_DATABASE_PASSWORD" -U postgres <<'SQL'
CREATE USER repere PASSWORD :'api';
CREATE USER rasa PASSWORD :'rasa';
CREATE DATABASE repere OWNER repere;
CREATE DATABASE rasa OWNER rasa;
SQL
