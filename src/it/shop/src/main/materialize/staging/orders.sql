-- New in version 2: cancelled orders no longer count.
CREATE VIEW orders AS SELECT id, customer_id, amount FROM raw.orders WHERE NOT cancelled;
