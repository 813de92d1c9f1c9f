"""The catalogue in other people's forms: dbt's semantic models, the Open Semantic Interchange."""
