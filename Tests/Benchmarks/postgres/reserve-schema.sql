-- Three million available numbers in 300 areas. Only available ones have rows here, in the order in which they are
-- looked for: a table of all numbers with a state and a partial index was slower.
CREATE TABLE available (area int, tn bigint, PRIMARY KEY (area, tn));
INSERT INTO available SELECT area, 12010000000 + area * 10000 + line
  FROM generate_series(0, 299) AS area, generate_series(0, 9999) AS line;
CREATE SEQUENCE fencing_token CACHE 100;
CREATE TABLE reservation (
  id bigint GENERATED ALWAYS AS IDENTITY (CACHE 100) PRIMARY KEY, organization text NOT NULL, tn bigint NOT NULL,
  begin_time timestamptz NOT NULL, expire_time timestamptz NOT NULL, fencing_token bigint NOT NULL);
CREATE TABLE request_log (
  principal text, method text, request_id uuid, request_hash bytea NOT NULL, response bytea NOT NULL,
  create_time timestamptz NOT NULL, PRIMARY KEY (request_id, method, principal));
CREATE TABLE outbox (
  sequence bigint GENERATED ALWAYS AS IDENTITY (CACHE 100) PRIMARY KEY, aggregate text NOT NULL,
  create_time timestamptz NOT NULL, payload bytea NOT NULL);
VACUUM ANALYZE;
