"""Text and numbers are read by one set of form fields, path converters and one parameter reader."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.guards.tree import APPS, python_files, shown

FIELDS = "festival/forms/fields.py"
READER = "festival/requests.py"
PLAIN = {"CharField", "IntegerField", "EmailField", "URLField", "SlugField", "RegexField", "JSONField"}
PLAIN |= {"DateField", "DateTimeField", "DecimalField", "FloatField"}
PARAMETERS = {"GET", "POST"}


def plain_fields(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of every declared field of `django.forms` that takes text or whole numbers."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call | ast.ClassDef):
            named = [node.func] if isinstance(node, ast.Call) else node.bases
            yield from (
                (each.lineno, each.attr)
                for each in named
                if isinstance(each, ast.Attribute)
                and isinstance(each.value, ast.Name)
                and each.value.id == "forms"
                and each.attr in PLAIN | {"ModelForm"}
            )


def single_parameters(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every read of one parameter: `request.GET["q"]`, `.get(…)`, `"q" in request.POST`."""
    for node in ast.walk(ast.parse(source)):
        read: list[ast.expr] = []
        if isinstance(node, ast.Subscript | ast.Attribute):
            read = [node.value]
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            read = node.comparators
        for each in read:
            if isinstance(each, ast.Attribute) and each.attr in PARAMETERS:
                owner = ast.unparse(each.value)
                if owner == "request" or owner.endswith(".request"):
                    yield each.lineno, ast.unparse(node)


def faults_in(path: str, source: str) -> list[str]:
    """The places where the file bypasses these fields and readers."""
    found = [] if path == FIELDS else [f"{line}: forms.{name}" for line, name in plain_fields(source)]
    if path != READER:
        found += [f"{line}: {text}" for line, text in single_parameters(source)]
    return found


ALLOWED = {
    ("festival/busy.py", "request.POST.lists"),  # returns what was typed and stores nothing
    ("festival/forms/rows.py", "forms.ModelForm"),  # RowForm itself, which gives its fields the right class
    ("festival/forms/schools.py", "forms.EmailField"),  # checks a URL that is clean already
    ("contests/forms/contests.py", "forms.DecimalField"),
}


def test_text_enters_by_the_cleaned_fields_and_the_reader_alone() -> None:
    files = python_files(*APPS, "config")
    faults = {
        (shown(path), fault.partition(": ")[2])
        for path in files
        for fault in faults_in(shown(path), path.read_text())
    }

    assert len(files) >= 200
    assert faults - ALLOWED == set()


def test_clean_input_guard_finds_plain_fields_and_reads() -> None:
    source = """
class SearchForm(forms.Form):
    q = forms.CharField(required=False)
    page = forms.IntegerField()

class NoteForm(forms.ModelForm):
    pass

def view(request):
    form = SearchForm(request.GET or None)
    words = request.GET["q"] + request.POST.get("name", "")
    pressed = "submit" in request.POST
    return self.request.GET.get("x")
"""
    assert sorted(faults_in("desk/views/sample.py", source)) == [
        "11: request.GET['q']",
        "11: request.POST.get",
        "12: 'submit' in request.POST",
        "13: self.request.GET.get",
        "3: forms.CharField",
        "4: forms.IntegerField",
        "6: forms.ModelForm",
    ]
    assert faults_in(READER, "request.GET['q']") == []


def plain_converters(source: str) -> list[str]:
    """Path converters of Django that accept values which a database cannot look up."""
    return re.findall(r"<(?:int|str|path):\w+>", source)


def test_addresses_use_converters_whose_values_can_be_looked_up() -> None:
    sources = [path.read_text() for path in python_files(*APPS, "config") if path.name == "urls.py"]

    assert len(sources) == 7
    assert sum(len(re.findall(r"<(?:key|text|code):", source)) for source in sources) >= 35
    assert [each for source in sources for each in plain_converters(source)] == []


def test_converter_guard_finds_a_plain_one() -> None:
    assert plain_converters('path("b/<str:code>/<int:pk>/<slug:a>/<key:b>")') == ["<str:code>", "<int:pk>"]
