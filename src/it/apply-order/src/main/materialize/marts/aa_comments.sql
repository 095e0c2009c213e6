COMMENT ON VIEW by_country IS 'FROM report';
