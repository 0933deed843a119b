-- Targets that operators have taken out of service, each with who, why and when. `target` is
-- provider/model, or a provider alone.
CREATE TABLE target_hold (
  target TEXT NOT NULL PRIMARY KEY,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
