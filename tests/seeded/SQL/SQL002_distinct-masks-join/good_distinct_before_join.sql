with readings as (
    select distinct patient_id, test_code
    from lab_results
    where value > 48
)
select
    p.patient_id,
    p.ward_id,
    p.birth_year
from patients p
join readings r on r.patient_id = p.patient_id and r.test_code = 'HBA1C'
