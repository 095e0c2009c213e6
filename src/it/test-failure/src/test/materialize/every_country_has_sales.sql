SELECT country, revenue FROM revenue WHERE revenue < 25
