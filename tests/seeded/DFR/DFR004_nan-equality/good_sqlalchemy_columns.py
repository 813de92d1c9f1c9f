import pandas as pd
from sqlalchemy import Column, DateTime, Integer, create_engine, select
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Shipment(Base):
    __tablename__ = "shipments"
    id = Column(Integer, primary_key=True)
    carrier_id = Column(Integer)
    delivered_at = Column(DateTime)


open_ones = select(Shipment.carrier_id).where(Shipment.delivered_at == None)  # noqa: E711
with create_engine("postgresql:///logistics").connect() as db:
    print(pd.read_sql(open_ones, db)["carrier_id"].value_counts())
