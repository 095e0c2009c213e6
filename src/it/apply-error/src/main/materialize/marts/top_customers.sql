-- The column is called amount.
CREATE MATERIALIZED VIEW top_customers AS
  SELECT c.name, sum(o.amuont) AS spent
  FROM orders o JOIN customers c ON c.id = o.customer_id
  GROUP BY c.name;
