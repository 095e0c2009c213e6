CREATE MATERIALIZED VIEW revenue AS SELECT country, sum(amount) AS revenue FROM orders GROUP BY country;
CREATE INDEX revenue_by_country ON revenue (country);
