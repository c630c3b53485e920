SELECT tn / 100 * 100 FROM area_available WHERE area = 201 GROUP BY 1 HAVING count(*) = 100 LIMIT 1;
