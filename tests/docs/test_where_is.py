"""Every answer of docs/where-is.md exists: the path is a file, the name is in it."""

import importlib
import re

import pytest

from tests.docs.pages import ROOT, table_rows

PAGE = ROOT / "docs" / "where-is.md"
ROWS = table_rows(PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:50] for row in ROWS])
def test_answer_exists(row: list[str]) -> None:
    question, path, names = row
    assert question.endswith("?")
    file = ROOT / path.strip("`")
    assert file.exists(), f"{path} is not there"
    listed = re.findall(r"`([\w.]+)`", names)
    if file.suffix != ".py" or not file.is_relative_to(ROOT / "src"):
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        assert all(name in text for name in listed)
        return
    assert listed, "an answer in the code names a function, class or table"
    module = importlib.import_module(".".join(file.relative_to(ROOT / "src").with_suffix("").parts))
    for name in listed:
        thing = module
        for part in name.split("."):
            thing = getattr(thing, part)


def test_page_answers_many_questions_once_each() -> None:
    questions = [row[0] for row in ROWS]
    assert len(questions) >= 40
    assert len(set(questions)) == len(questions)
