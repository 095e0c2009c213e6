SELECT * FROM revenue WHERE revenue < 0
