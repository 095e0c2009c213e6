SELECT o.id
FROM orders o JOIN raw.orders r ON r.id = o.id
WHERE r.cancelled
