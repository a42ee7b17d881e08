"""The kernel's side of the forms: messages in, messages out, without a browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time

import pytest
from IPython.core.interactiveshell import InteractiveShell

from mentoring.forms import handing_in, place, widget
from mentoring.forms import module as module_
from mentoring.forms import shown as forms_shown
from mentoring.forms.asked import prepare, to_html
from mentoring.forms.handing_in import HandInWidget
from mentoring.forms.module import module_source
from mentoring.forms.widget import TaskWidget
from mentoring.tasks import ChoiceQuestion, Column, Option, TextQuestion

OPTIONS = tuple(Option(id=id, text=text) for id, text in (("a", "Да"), ("b", "Нет"), ("c", "Не знаю"), ("d", "Иное")))
CHOICE = ChoiceQuestion(id="q1", title="Вопрос", options=OPTIONS, points=2)
PLAN = TextQuestion(id="t1", title="План", columns=(Column(id="what", title="Что"),), personal_data_warning=True)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A released assignment of participant u07, and the kernel stands in it."""
    monkeypatch.delenv("AUTOGRADER_ROLE", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.delenv("MENTORING_PARTICIPANT", raising=False)
    monkeypatch.setattr(forms_shown, "tasks", {})
    monkeypatch.setattr(forms_shown, "hand_ins", [])
    folder = tmp_path / "practicum_1"
    folder.mkdir()
    (tmp_path / "participant.json").write_text('{"schema": 1, "participant": "u07"}')
    (folder / "release.json").write_text('{"schema": 1, "assignment": "practicum_1", "release": "r1", "tasks": []}')
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def shown(monkeypatch):
    """What `display` is given."""
    seen = []
    for module in (widget, handing_in):
        monkeypatch.setattr(module, "display", seen.append)
    monkeypatch.setattr("IPython.display.display", lambda *bundle, **_: seen.extend(bundle))
    return seen


def talk(form, content):
    """Send one message of a view; what comes back."""
    said = []
    form.send = lambda message, buffers=None: said.append((message, buffers))
    form._receive(form, content, [])
    return said


def first(form, content):
    return talk(form, content)[0][0]


def test_importing_the_forms_loads_no_widgets_and_no_tables():
    script = (
        "import sys; from mentoring.forms import task, reference, exercise, hand_in; "
        "print([name for name in ('ipywidgets', 'pandas', 'matplotlib', 'pydantic') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"
    script = "import sys; import mentoring.forms.widget; print('pandas' in sys.modules or 'matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "False"


def test_an_answer_is_saved_and_the_next_kernel_tells_it(home, shown):
    widget.show_task(CHOICE)
    form = shown[0]
    reply = first(form, {"type": "answer", "seq": 1, "tab": "x", "base_revision": 0, "answer": {"chosen": ["a"]}})
    assert (reply["type"], reply["seq"], reply["tab"], reply["revision"], reply["missing"]) == ("saved", 1, "x", 1, [])
    assert json.loads((home / "answers.json").read_text())["answers"]["q1"]["answer"] == {"chosen": ["a"]}
    widget.show_task(CHOICE)
    assert shown[1].answer == {"chosen": ["a"]}


def test_a_preheated_form_tells_what_is_newer_on_disk(home, shown):
    widget.show_task(CHOICE)
    widget.show_task(CHOICE)
    old, new = shown
    talk(new, {"type": "answer", "seq": 1, "base_revision": 0, "answer": {"chosen": ["b"]}})
    assert old.answer is None
    told = first(old, {"type": "hello"})
    assert told["answer"] == {"chosen": ["b"]} and told["state"]["revision"] == 1


def test_an_old_revision_is_a_conflict(home, shown):
    widget.show_task(CHOICE)
    form = shown[0]
    talk(form, {"type": "answer", "seq": 1, "base_revision": 0, "answer": {"chosen": ["a"]}})
    reply = first(form, {"type": "answer", "seq": 2, "base_revision": 0, "answer": {"chosen": ["b"]}})
    assert (reply["type"], reply["answer"], reply["revision"]) == ("conflict", {"chosen": ["a"]}, 1)


@pytest.mark.parametrize("answer", [17, "строка", {"chosen": 5}, {"chosen": [1, 2]}, [[]]])
def test_garbage_is_refused_in_russian_and_not_written(home, shown, answer):
    widget.show_task(CHOICE)
    reply = first(shown[0], {"type": "answer", "seq": 1, "base_revision": 0, "answer": answer})
    assert reply["type"] == "refused" and re.search("[а-я]", reply["message"])
    assert not (home / "answers.json").exists()


@pytest.mark.parametrize("content", [None, 5, {}, {"type": "__class__"}, {"type": None}, {"type": ["x"]}, "hello"])
def test_a_strange_message_is_harmless(home, shown, content):
    widget.show_task(CHOICE)
    for message, _ in talk(shown[0], content):
        assert message["type"] == "refused"


def test_a_closed_folder_is_said(home, shown, monkeypatch):
    widget.show_task(CHOICE)

    def fail(*_, **__):
        raise PermissionError(13, "no")

    monkeypatch.setattr("mentoring.answers.disk.write_atomic", fail)
    reply = first(shown[0], {"type": "answer", "seq": 1, "base_revision": 0, "answer": {"chosen": ["a"]}})
    assert reply["type"] == "refused" and "закрыта для записи" in reply["message"]


def test_personal_data_is_marked_while_typing(home, shown):
    widget.show_task(PLAN)
    answer = {"rows": [{"what": "Назначить Иванову М. П."}]}
    reply = first(shown[0], {"type": "answer", "seq": 1, "base_revision": 0, "answer": answer})
    assert reply["notes"] == ["похоже на фамилию или имя: «Иванову М. П.»"]


def test_hand_in_lists_what_is_empty_and_locks_all_forms(home, shown, monkeypatch):
    monkeypatch.setenv("MENTORING_INBOX", str(home.parent / "inbox"))
    widget.show_task(CHOICE)
    widget.show_task(PLAN)
    handing_in.show_hand_in()
    choice, plan, last = shown
    talk(choice, {"type": "answer", "seq": 1, "base_revision": 0, "answer": {"chosen": ["a"]}})
    listed = first(last, {"type": "hello"})["state"]["tasks"]
    assert [(task["id"], task["answered"], bool(task["missing"])) for task in listed] == [
        ("q1", True, False), ("t1", False, True),
    ]  # fmt: skip
    locked = []
    plan.send = lambda message, buffers=None: locked.append(message)
    reply = first(last, {"type": "hand_in"})
    assert reply["type"] == "handed_in" and "передана" in reply["message"]
    assert locked[0]["state"]["locked"] and locked[0]["state"]["locked_reason"].startswith("Работа сдана")
    late = talk(choice, {"type": "answer", "seq": 2, "base_revision": 1, "answer": {"chosen": ["b"]}})
    assert late[0][0]["type"] == "refused" and late[1][0]["state"]["locked"]


def test_opening_the_page_again_brings_a_cut_hand_in_to_the_inbox(home, shown, monkeypatch):
    inbox = home.parent / "inbox"
    handing_in.show_hand_in()
    (last,) = shown
    last.place.store.save("q1", {"chosen": ["a"]}, 0)
    last.place.store.hand_in()
    monkeypatch.setenv("MENTORING_INBOX", str(inbox))
    assert first(last, {"type": "hello"})["state"]["locked"]
    owner = last.place.owner
    assert (inbox / owner.assignment / owner.participant / "1" / "answers.json").is_file()


def test_an_author_saves_nothing_and_emits_question_and_reference(home, shown, monkeypatch):
    (home / "release.json").unlink()
    widget.show_task(CHOICE)
    data, _ = shown[0]._repr_mimebundle_()
    assert data[place.QUESTION_MIME]["id"] == "q1" and data[place.QUESTION_MIME]["question"]["points"] == 2
    assert "Форма видна" in data["text/plain"]
    place.show_reference("q1", {"correct": ("a",)})
    assert shown[1][place.REFERENCE_MIME] == {"id": "q1", "reference": {"correct": ["a"]}}
    talk(shown[0], {"type": "answer", "seq": 1, "base_revision": 0, "answer": {"chosen": ["a"]}})
    assert list(home.iterdir()) == []


def test_a_participant_never_sees_private_data(home, shown):
    widget.show_task(CHOICE)
    place.show_reference("q1", {"correct": ["a"]})
    assert len(shown) == 1 and place.QUESTION_MIME not in shown[0]._repr_mimebundle_()[0]


def test_the_key_run_is_the_authors_even_beside_a_release(home, shown, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_ROLE", "author")
    widget.show_task(CHOICE)
    assert place.QUESTION_MIME in shown[0]._repr_mimebundle_()[0]


def test_a_form_is_worth_nothing_under_plain_nbgrader(home, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(RuntimeError, match="не исполняется при проверке"):
        widget.show_task(CHOICE)


def test_an_exercise_explains_and_is_kept_by_session(home, shown):
    widget.show_exercise(CHOICE, {"correct": ["a"], "explain": {"b": "Потому что"}}, "session_05")
    form = shown[0]
    reply = first(form, {"type": "check", "answer": {"chosen": ["b"]}})
    assert reply["type"] == "explained" and reply["score"]["outcome"] == "scored"
    assert reply["reference"]["explain"] == {"b": "Потому что"}
    talk(form, {"type": "answer", "seq": 1, "base_revision": 0, "answer": {"chosen": ["b"]}})
    assert (home / "course_answers" / "session_05.json").exists() and not (home / "answers.json").exists()


def test_a_graded_task_is_not_checked_before_hand_in(home, shown):
    widget.show_task(CHOICE)
    assert "после сдачи" in first(shown[0], {"type": "check", "answer": {"chosen": ["a"]}})["message"]


def test_a_document_comes_as_bytes_and_a_failure_as_a_sentence(home, shown):
    widget.show_task(PLAN, lambda answer: ("план.docx", str(len(answer["rows"])).encode()))
    message, buffers = talk(shown[0], {"type": "export", "answer": {"rows": [{"what": "да"}]}})[0]
    assert message == {"type": "file", "name": "план.docx"} and buffers == [b"1"]
    widget.show_task(PLAN, lambda answer: 1 / 0)
    reply = first(shown[1], {"type": "export", "answer": {"rows": []}})
    assert reply["type"] == "refused" and "Документ не получился" in reply["message"]


def test_options_stand_in_the_same_order_for_a_person_and_differ_between_people():
    orders = [tuple(option["id"] for option in prepare(CHOICE, f"u{n}")["options"]) for n in range(12)]
    assert orders == [tuple(option["id"] for option in prepare(CHOICE, f"u{n}")["options"]) for n in range(12)]
    assert len(set(orders)) > 3


def test_markdown_is_rendered_without_html_and_images():
    assert "<strong>" in to_html("**да**") and "<table>" in to_html("|a|b|\n|-|-|\n|1|2|")
    assert "<script" not in to_html("<script>1</script>") and "<img" not in to_html("![x](http://example.org/x.png)")
    assert "href" not in to_html("[x](javascript:alert(1))")


@pytest.mark.parametrize("path", sorted(module_.HERE.glob("*.js")), ids=lambda path: path.stem)
def test_a_view_is_one_module_without_loads_and_markup_of_users(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(
        r"https?://|//cdn|fetch\(|XMLHttpRequest|eval\(|insertAdjacentHTML|outerHTML|document\.write", source
    )
    assert source.count("innerHTML") == (1 if path.stem == "form" else 0)
    if path.stem not in ("form", "live", "pages", "rows"):  # those are parts of views
        joined = module_source(path.stem)
        assert "import " not in joined and joined.count("export ") == 1


def test_an_unknown_view_is_refused():
    for name in ("nothing", "../tasks/choice", "form.css"):
        with pytest.raises(KeyError):
            module_source(name)


KERNEL = """
import os; os.chdir({folder!r})
from mentoring.forms import widget
from mentoring.tasks import ChoiceQuestion, Option, TextQuestion
form = widget.TaskWidget(TextQuestion(id="q", title="т"), widget.assignment_place())
form.send = lambda message, buffers=None: print(message["type"], message.get("revision"), flush=True)
"""
ENDLESS = """
number = form.state["revision"]
while True:
    answer = {"text": str(number + 1) + " ж" * 500}
    form._receive(form, {"type": "answer", "seq": 1, "base_revision": number, "answer": answer}, [])
    number += 1
"""


def kill_kernels(folder, rounds: int) -> None:
    """A real kernel saves until it is killed; what it acknowledged is in the file."""
    from jupyter_client import KernelManager

    acknowledged = 0
    for turn in range(rounds):
        manager = KernelManager()
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=60)
            client.execute_interactive(KERNEL.format(folder=str(folder)), timeout=60, output_hook=lambda _: None)
            client.execute(ENDLESS)
            until = time.monotonic() + 0.15 + 0.2 * (turn * 0.6180339887 % 1)
            said = ""
            while time.monotonic() < until:
                said += stdout_of(client, 0.01)
            manager.signal_kernel(9)
            said += stdout_of(client, 0.05)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
        revisions = [
            int(line.split()[1]) for line in said.splitlines() if line.startswith("saved ") and line[6:].isdigit()
        ]
        acknowledged = max([acknowledged, *revisions])
        data = json.loads((folder / "answers.json").read_text(encoding="utf-8"))["answers"]["q"]
        assert data["revision"] >= acknowledged
        assert int(data["answer"]["text"].split()[0]) == data["revision"]
    assert acknowledged >= rounds


def stdout_of(client, wait: float) -> str:
    text = ""
    while True:
        try:
            message = client.get_iopub_msg(timeout=wait)
        except Exception:
            return text
        if message["msg_type"] == "stream":
            text += message["content"]["text"]


def test_killing_a_real_kernel_loses_nothing_that_was_shown_as_saved(home):
    kill_kernels(home, 30)


@pytest.mark.slow
def test_killing_a_real_kernel_a_thousand_times(home):
    kill_kernels(home, 1000)


def test_widgets_are_shown_by_ipython_with_a_russian_fallback(home):
    form = TaskWidget(CHOICE, place.assignment_place())
    data, _ = InteractiveShell.instance().display_formatter.format(form)
    # IPython asks _repr_mimebundle_ first: no English repr is left.
    assert data["text/plain"].startswith("Задание «Вопрос»") and "application/vnd.jupyter.widget-view+json" in data
    assert HandInWidget(place.assignment_place())._repr_mimebundle_()[0]["text/plain"].startswith("Сдача работы")
