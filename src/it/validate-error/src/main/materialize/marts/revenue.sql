-- The first one is in the way.
CREATE VIEW revenue AS SELECT 1;
  CREATE SINK out FROM revenue INTO KAFKA CONNECTION k;
