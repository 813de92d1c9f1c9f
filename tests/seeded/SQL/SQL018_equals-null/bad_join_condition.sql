UPDATE patients
SET gp_code = NULL
WHERE practice_id IN (
    SELECT p.practice_id
    FROM practices p
    JOIN closures c
        ON c.practice_id = p.practice_id AND c.reopened_on = NULL  -- expect: SQL018
    WHERE c.closed_on IS NOT NULL
);
