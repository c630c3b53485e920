SELECT tn FROM (
  SELECT tn, lead(tn, 99) OVER (ORDER BY tn) AS last FROM area_available WHERE area = 201
) AS numbers WHERE last = tn + 99 AND tn % 100 = 0 LIMIT 1;
