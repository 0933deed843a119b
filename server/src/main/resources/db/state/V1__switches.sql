-- What operators say of features while the server runs; it wins over the file.
CREATE TABLE feature_switch (
  feature TEXT NOT NULL PRIMARY KEY,
  serve TEXT,
  killed BIGINT NOT NULL,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);

CREATE TABLE feature_switch_log (
  feature TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  action TEXT NOT NULL,
  serve TEXT,
  author TEXT NOT NULL,
  reason TEXT NOT NULL
);

CREATE INDEX feature_switch_log_by_feature ON feature_switch_log (feature, at_ms);
