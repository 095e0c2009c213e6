SELECT *
FROM revenu
