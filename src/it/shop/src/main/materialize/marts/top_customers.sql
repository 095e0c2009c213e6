-- New in version 2. Names without a schema are found in the copies, wherever they are.
CREATE MATERIALIZED VIEW top_customers AS
  SELECT c.name, sum(o.amount) AS spent
  FROM orders o JOIN customers c ON c.id = o.customer_id
  GROUP BY c.name
  ORDER BY spent DESC
  LIMIT 10;
