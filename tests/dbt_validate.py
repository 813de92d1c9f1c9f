"""Run where dbt-semantic-interfaces is installed: `python dbt_validate.py FILE` prints what dbt finds wrong in it."""

import sys

import yaml
from dbt_semantic_interfaces.parsing.dir_to_model import (
    parse_yaml_files_to_validation_ready_semantic_manifest as parse,
)
from dbt_semantic_interfaces.parsing.objects import YamlConfigFile
from dbt_semantic_interfaces.validations.semantic_manifest_validator import (
    SemanticManifestValidator,
)

document = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))  # noqa: PTH123, SIM115
parts = []
for model in document["semantic_models"]:
    # What dbt itself makes of `model: ref('…')` before the semantic layer sees it.
    name = model.pop("model").removeprefix("ref('").removesuffix("')")
    parts.append(
        {"semantic_model": {**model, "node_relation": {"alias": name, "schema_name": "main"}}}
    )
parts += [{"metric": metric} for metric in document["metrics"]]
spine = {
    "node_relation": {"alias": "days", "schema_name": "main"},
    "primary_column": {"name": "ds", "time_granularity": "second"},
}
parts.append({"project_configuration": {"time_spines": [spine]}})
text = "\n---\n".join(yaml.safe_dump(part, sort_keys=False) for part in parts)
built = parse([YamlConfigFile(filepath="x.yaml", contents=text)], apply_transformations=True)
found = SemanticManifestValidator().validate_semantic_manifest(built.semantic_manifest)
issues = [*built.issues.all_issues, *found.errors, *found.warnings, *found.future_errors]
for issue in issues:
    print(issue.message)
print(f"{len(built.semantic_manifest.metrics)} metrics, {len(issues)} issues")
