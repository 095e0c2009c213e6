CREATE VIEW customers AS SELECT id, name, country FROM raw.customers;
