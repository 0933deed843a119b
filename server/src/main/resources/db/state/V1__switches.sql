-- What operators say of features while the server runs; it wins over the file. A row for what is
-- served (kind 'serve'), one for a kill (kind 'kill'), each with who, why and when.
CREATE TABLE feature_switch (
  feature TEXT NOT NULL,
  kind TEXT NOT NULL,
  serve TEXT,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (feature, kind)
);

-- All that was ever done to a feature, numbered from 1.
CREATE TABLE feature_switch_log (
  feature TEXT NOT NULL,
  number BIGINT NOT NULL,
  act TEXT NOT NULL,
  serve TEXT,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (feature, number)
);
