-- An online shop on the day before the deployment. Raw data is outside of it, and so is the sink.
CREATE ROLE analyst;
CREATE SCHEMA raw;
CREATE SCHEMA staging;
CREATE SCHEMA marts;
CREATE SCHEMA sinks;
CREATE CLUSTER compute (SIZE = '25cc', REPLICATION FACTOR = 1);
CREATE CLUSTER sinks (SIZE = '25cc', REPLICATION FACTOR = 1);

CREATE TABLE raw.customers (id int NOT NULL, name text NOT NULL, country text NOT NULL);
INSERT INTO raw.customers VALUES (1, 'Ada', 'GB'), (2, 'Blaise', 'FR'), (3, 'Carl', 'DE');
CREATE TABLE raw.orders (id int NOT NULL, customer_id int NOT NULL, amount int NOT NULL, cancelled boolean NOT NULL);
INSERT INTO raw.orders VALUES (1, 1, 10, false), (2, 1, 15, true), (3, 2, 20, false), (4, 3, 30, false);

CREATE VIEW staging.customers AS SELECT id, name, country FROM raw.customers;
CREATE VIEW staging.orders AS SELECT id, customer_id, amount FROM raw.orders;
CREATE VIEW staging.legacy AS SELECT id FROM staging.orders;
CREATE MATERIALIZED VIEW marts.revenue IN CLUSTER compute AS
  SELECT c.country, sum(o.amount) AS revenue
  FROM staging.orders o JOIN staging.customers c ON c.id = o.customer_id GROUP BY c.country;
CREATE INDEX revenue_by_country IN CLUSTER compute ON marts.revenue (country);

GRANT USAGE ON SCHEMA marts TO analyst;
GRANT USAGE ON CLUSTER compute TO analyst;
GRANT SELECT ON marts.revenue TO analyst;
ALTER DEFAULT PRIVILEGES FOR ROLE materialize IN SCHEMA marts GRANT SELECT ON TABLES TO analyst;

CREATE CONNECTION sinks.kafka TO KAFKA (BROKER 'kafka:9092', SECURITY PROTOCOL PLAINTEXT);
CREATE SINK sinks.revenue_out IN CLUSTER sinks FROM marts.revenue
  INTO KAFKA CONNECTION sinks.kafka (TOPIC 'revenue') KEY (country) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT;
