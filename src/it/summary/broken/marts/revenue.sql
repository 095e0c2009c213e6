-- The column has another name.
CREATE MATERIALIZED VIEW revenue AS
  SELECT amuont FROM raw.orders;
