-- What is available in one area, as in the inventory: each number that ends with 0, and one block that is whole.
CREATE TABLE area_available (area int, tn bigint, PRIMARY KEY (area, tn));
INSERT INTO area_available SELECT 201, tn FROM generate_series(:first::bigint, :first + 1009999, 10) AS tn
  WHERE tn < :whole OR tn >= :whole + 10000;
INSERT INTO area_available SELECT 201, tn FROM generate_series(:whole::bigint, :whole + 9999) AS tn;
VACUUM ANALYZE area_available;
