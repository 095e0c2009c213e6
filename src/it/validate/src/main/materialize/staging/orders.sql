CREATE VIEW orders AS SELECT * FROM raw.orders WHERE shop = '${shop}';
