SELECT country, revenue FROM revenue WHERE country = '' OR revenue < 0
