"""The databases of the settings: the primary, its replica where there is one, and how long they are waited for."""

from . import environment as env

_SQLITE = {
    # Writers queue at BEGIN instead of failing half-way when a read turns into a write.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}

_PRIMARY = env.database("DATABASE_URL", f"sqlite:///{env.VAR_DIR / 'register.sqlite3'}")
# Opening a file of SQLite and setting it up costs more than most questions to it.
_PRIMARY["CONN_MAX_AGE"] = env.integer("CONN_MAX_AGE", 60)
DATABASES = {"default": _PRIMARY}
ROUTERS: list[str] = []
#: How many seconds a worker waits for a database to let it in and give its first answer, and for any other answer
#: (None: for ever). Nobody waits so for a file.
SILENCE: tuple[int, int | None] | None = None
if _PRIMARY["ENGINE"].endswith("sqlite3"):
    _PRIMARY["OPTIONS"] = _SQLITE
else:
    _PRIMARY["CONN_HEALTH_CHECKS"] = True
    # In seconds, 0 for no limit. A command (a load, a migration) may take its time, but nobody waits for it in vain.
    _LIMITS = {
        "statement_timeout": env.integer("DB_STATEMENT_TIMEOUT", 0 if env.IS_COMMAND else 15),
        "lock_timeout": env.integer("DB_LOCK_TIMEOUT", 10 if env.IS_COMMAND else 4),
        "idle_in_transaction_session_timeout": env.integer("DB_IDLE_TIMEOUT", 600 if env.IS_COMMAND else 60),
    }
    env.limit(_PRIMARY, _LIMITS)
    _ANSWER = env.integer("DB_ANSWER_TIMEOUT", 5, minimum=1)
    # A server that lives ends a statement by itself: it is given the time to say so.
    SILENCE = _ANSWER, _LIMITS["statement_timeout"] + _ANSWER if _LIMITS["statement_timeout"] else None
    if env.text("DATABASE_REPLICA_URL", ""):
        _kept = {name: _PRIMARY[name] for name in ("CONN_MAX_AGE", "CONN_HEALTH_CHECKS")}
        DATABASES["replica"] = env.database("DATABASE_REPLICA_URL", "") | _kept | {"TEST": {"MIRROR": "default"}}
        env.limit(DATABASES["replica"], _LIMITS)
        ROUTERS = ["registry.replica.ReplicaRouter"]
#: A replica that is behind by more seconds is read only while the primary does not answer.
REPLICA_MAX_LAG = env.integer("REPLICA_MAX_LAG", 60, minimum=1)
