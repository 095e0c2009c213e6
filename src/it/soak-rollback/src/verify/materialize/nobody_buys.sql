SELECT country FROM revenue
