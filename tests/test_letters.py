"""Letters saved from a mail program: what is attached is collected and graded; damaged and empty ones are told."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

from classroom import open_classroom
from test_page import RIGHT, sent

from autograder.attempts import collect
from autograder.batch import grade
from autograder.letters import opened


def letter(*attached: tuple[str, bytes], date: str = "Fri, 20 Nov 2026 12:30:00 +0300") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"], made["Date"] = "Учитель <u@example.org>", "Работа", date
    made.set_content('Здравствуйте! Файл во вложении. {"answers": не здесь}')
    for name, content in attached:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made


def test_saved_letters_are_collected_and_graded_as_their_attachments_say(tmp_path):
    course, inbox = open_classroom(tmp_path / "course"), tmp_path / "письма"
    (inbox / "u05").mkdir(parents=True)

    def save(name: str, message: EmailMessage, edit=lambda content: content) -> None:
        (inbox / name).write_bytes(edit(bytes(message)))

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("answers.json", sent(course, "u03"))
    whole = course.submit("u04", RIGHT)
    parts = [(item.name, item.read_bytes()) for item in sorted(whole.iterdir())]
    forwarded = letter()
    forwarded.add_attachment(letter(("ответы.json", sent(course, "u02").encode())))
    save("Работа.eml", letter(("mini_u01_1.json", sent(course, "u01").encode()), ("фото.jpg", b"\xff\xd8")))
    save("Fwd.eml", forwarded)
    save("архив.eml", letter(("mini_u03_1.zip", archive.getvalue())))
    save("тетрадь.eml", letter(*parts))
    save("u05/ответ.eml", letter(("вложение", sent(course, "u05").encode())))
    save("без вложения.eml", letter())
    save("оборвано.eml", letter(("a.json", sent(course, "u06").encode())), lambda content: content[: len(content) // 2])
    (inbox / "мусор.eml").write_bytes(bytes(range(256)) * 40)
    (inbox / "Outlook.msg").write_bytes(b"\xd0\xcf\x11\xe0")

    report = collect("mini", inbox, place=course.place)
    said = "\n".join(report.lines())
    assert {line.participant for line in report.collected} >= {"u01", "u02", "u03", "u04", "u05"}, said
    assert "без вложения.eml: не принята — в письме нет файла ответов" in said
    assert "сохраните его как .eml" in said and "мусор.eml: не принята" in said
    assert not collect("mini", inbox, place=course.place).collected
    grade("mini", place=course.place)
    for code in ("u01", "u02", "u03", "u05"):
        assert course.scores(code) == {"q1": 2.0, "q2": 1.0, "c1": 3.0, "t1": None}, code
    assert course.scores("u04")["q1"] == 2.0


def test_a_letter_says_when_it_was_sent_and_a_path_in_a_name_is_dropped():
    moment, found = opened(bytes(letter(("../../answers.json", b"{}"), date="нет даты")))
    assert moment is None and found == [("answers.json", b"{}")]
    assert opened(bytes(letter()))[0].hour == 12


def test_no_letter_crashes_the_reader():
    for content in (b"", b"\0", b"Content-Type: multipart/mixed; boundary=\n\n--\n", b"Date: \xff\n\n" * 50):
        assert isinstance(opened(content)[1], list)
