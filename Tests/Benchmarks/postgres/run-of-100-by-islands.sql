SELECT min(tn) FROM (
  SELECT tn, tn - row_number() OVER (ORDER BY tn) AS island FROM area_available WHERE area = 201
) AS numbers GROUP BY island HAVING count(*) >= 100 LIMIT 1;
