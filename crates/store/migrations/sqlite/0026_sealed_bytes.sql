-- SQLite keeps bytes as they are: nothing is to be changed.
SELECT 1;
