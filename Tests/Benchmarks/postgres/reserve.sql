\set area random(0, 299)
\set line random(0, 9900)
WITH picked AS (
  SELECT area, tn FROM available WHERE area = :area AND tn >= 12010000000 + :area * 10000::bigint + :line
  ORDER BY tn LIMIT 1 FOR UPDATE SKIP LOCKED
), taken AS (
  DELETE FROM available USING picked WHERE available.area = picked.area AND available.tn = picked.tn
  RETURNING available.tn
), held AS (
  INSERT INTO reservation (organization, tn, begin_time, expire_time, fencing_token)
  SELECT 'demo', tn, now(), now() + interval '15 minutes', nextval('fencing_token') FROM taken
  RETURNING id, tn
), answered AS (
  INSERT INTO request_log
  SELECT 'keys/demo-admin', '/trunkline.inventory.v1.InventoryService/ReserveNumbers', gen_random_uuid(),
    decode(repeat('00', 32), 'hex'), decode(repeat('00', 80), 'hex'), now() FROM held
)
INSERT INTO outbox (aggregate, create_time, payload)
SELECT 'organizations/demo/reservations/' || id, now(), decode(repeat('00', 60), 'hex') FROM held;
