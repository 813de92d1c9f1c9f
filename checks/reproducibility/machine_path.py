import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

# Users whom an image or a service makes, and names that stand for anyone.
_ANYONE = (
    "jovyan|runner|airflow|circleci|vscode|app|appuser|docker|node|glue_user|hadoop|spark|ubuntu|ec2-user|vsts|coder|"
    "conda|dev|developer|work|user|username|user_name|your_?name|your_?username|you|me|name|foo|bar|test|tester|example|"
    "someone|shared|public|default|guest|sagemaker-user|datalab|rstudio|studio-lab-user|yarn|hdfs|azureuser|admin"
)
_HOME = re.compile(
    rf"^(?:file://)?(?:/Users|/home|/mnt/[a-z]/Users|[A-Za-z]:[\\/]+(?:Users|Documents and Settings))[\\/]+"
    rf"(?!(?:{_ANYONE})(?:[\\/]|$)|[^\\/]*[{{<@$*])[^\\/]+",
    re.I,
)
_FILES = re.compile(
    r"^(?:read|scan|write|to)_(?!numpy|dict|datetime|list|string|numeric|frame|timestamp|pandas|json_string)\w+$|"
    r"^(?:open|read|load|loads?txt|genfromtxt|fromfile|loadmat|save|savez|savetxt|savefig|savemat|dump|imread|imwrite|imsave|"
    r"connect|chdir|listdir|scandir|walk|makedirs|mkdir|glob|iglob|rglob|iterdir|exists|isfile|isdir|is_file|remove|"
    r"unlink|rmtree|copy|copyfile|copytree|move|rename|ExcelWriter|ExcelFile|HDFStore|File|load_model|save_model|"
    r"load_workbook|load_dotenv|from_pretrained|csv|parquet|json|orc|text|textFile|saveAsTextFile|fread|run_path|"
    r"ZipFile|Dataset|open_dataset|from_file|from_service_account_json|from_service_account_file|LoadFromFile|"
    r"FileHandler|basicConfig|flow_from_directory|urlretrieve|save_weights|load_weights)$",
)


_OF_A_PATH = (
    "open",
    "exists",
    "glob",
    "rglob",
    "iterdir",
    "mkdir",
    "unlink",
    "read_text",
    "write_text",
    "read_bytes",
    "is_file",
)


class MachinePath(CodeRule):
    """A file below somebody's home folder is read or written by its absolute path.

    Why: It is there on one machine: for every other reader 1 of 1 reads fails, and with it the
    analysis (the standard's `recompute` block).

    Bad:
        ```python fails
        import pandas as pd

        orders = pd.read_csv("/Users/anna/Documents/orders.csv")
        ```
    Good:
        ```python
        from pathlib import Path


        def load(folder: Path) -> str:
            return (folder / "orders.csv").read_text()
        ```
    """

    code = "RPR004"
    name = "machine-path"
    severity = Severity.WARNING
    standard = "reproducibility/paths"
    mend = "Take the path relative to the project, from the configuration or from an argument."
    triggers = (
        Trigger(
            any_pattern=(
                r"(?i)/(?:Users|home)[\\/]+\w",
                r"(?i)[a-z]:[\\/]+(?:Users|Documents and Settings)[\\/]",
            )
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        seen: set[Value] = set()
        for call in code.every_call():
            if not (_FILES.search(call.method) or _is_search_path(call)):
                continue
            for literal, path in _paths(call):
                if literal not in seen:
                    seen.add(literal)
                    yield Hit(
                        literal,
                        f"`{call.method}` takes a path that only one machine has: {_short(path)}",
                    )


def _is_search_path(call: Call) -> bool:
    return call.method in ("append", "insert", "extend") and call.callee.startswith("sys.path")


def _paths(call: Call) -> Iterator[tuple[Value, str]]:
    """Yield the literals below a home folder that the paths which a call is given are made of."""
    given = [*call.arguments]
    if call.receiver is not None and call.method in _OF_A_PATH:
        given.append(call.receiver)  # Path("…").read_text()
    for argument in given:
        for part in (*argument.origins(), *(maker for maker, _ in argument.makers())):
            text = part.said
            if text is not None and _HOME.match(text):
                yield part, text


def _short(path: str) -> str:
    return path if len(path) < 60 else f"{path[:57]}…"
