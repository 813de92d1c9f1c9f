# config: keys = {"shipments" = ["shipment_id"], "parcels" = ["parcel_id"]}
import duckdb


def weight_and_freight(path: str, month: str):
    con = duckdb.connect(path, read_only=True)
    query = f"""
        SELECT s.depot,
               COUNT(s.shipment_id) AS shipments,  -- expect: SQL001
               SUM(s.freight_cost) AS freight,     -- also: SQL001
               SUM(p.weight_kg) AS weight
        FROM shipments s
        JOIN parcels p USING (shipment_id)  -- also: SQL001
        WHERE s.month = '{month}'
        GROUP BY s.depot
    """
    return con.execute(query).df()


print(weight_and_freight("logistics.duckdb", "2024-02"))
