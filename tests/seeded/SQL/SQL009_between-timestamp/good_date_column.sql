-- config: dialect = "postgres"
CREATE TABLE invoices (
    invoice_id BIGINT PRIMARY KEY,
    customer_id BIGINT NOT NULL,
    issued_at DATE NOT NULL
);

SELECT COUNT(*) AS march_invoices
FROM invoices AS i
JOIN customers AS c ON c.customer_id = i.customer_id
WHERE c.country = 'EE'
  AND i.issued_at BETWEEN '2024-03-01' AND '2024-03-31';
