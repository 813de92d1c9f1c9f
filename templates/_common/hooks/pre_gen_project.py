

# Above: src/groundrules/scaffold/names.py, copied by templates/_common/spread.py with the number below.
LONGEST = 0


def refuse():
    """Stop with the first complaint about the answers; nothing is left behind."""
    import json
    from pathlib import Path

    answers = {
        {%- for key, value in cookiecutter.items() if not key.startswith("_") %}
        {{ key | tojson }}: json.loads(r'{{ value | tojson }}'),
        {%- endfor %}
    }
    place = Path.cwd()
    if place.parent.name.startswith(".groundrules-"):  # `groundrules new` makes it aside, and moves it
        place = place.parents[1] / place.name
    complaint = first_complaint(answers) or crowded(str(place), LONGEST)
    if complaint:
        sys.exit(complaint)


refuse()
