CREATE VIEW by_country AS
WITH orders AS (SELECT country FROM revenue)
SELECT country, count(*) AS customers FROM orders GROUP BY country;
