-- First by its path, and last of all: it reads what another schema makes.
CREATE VIEW report AS
SELECT r.country, r.revenue, c.customers
FROM ${schema.marts}.revenue r JOIN by_country c ON c.country = r.country;
