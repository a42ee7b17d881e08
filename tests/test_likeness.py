"""Free texts that nearly coincide are told of; honest neighbours and templates are not."""

import re

from classroom import open_classroom

from autograder import batch
from autograder.likeness import alike, free_text, groups
from autograder.report import Report

TEXT = (
    "Слабое место нашей школы — согласия наставников: их оформляли задним числом, потому что приказ готовили в спешке. "
    "Начнём с образца согласия и ответственного за сроки, а проверим по датам в журнале регистрации."
)
OTHER = (
    "У нас нет дополнительных соглашений: бухгалтерия не знала, из какого фонда платить, а колдоговор об этом молчит. "
    "Первым шагом внесём изменения в положение об оплате труда и подпишем соглашения до декабря."
)


def test_a_copy_with_a_few_words_changed_is_found():
    changed = TEXT.replace("в спешке", "второпях").replace("Начнём", "Начнем")
    found = alike({"u1": TEXT, "u2": changed, "u3": OTHER})
    assert [pair[:2] for pair in found] == [("u1", "u2")]
    assert found[0][2] > 90


def test_different_texts_and_short_ones_are_left_alone():
    assert alike({"u1": TEXT, "u2": OTHER, "u3": "Согласий нет.", "u4": "Согласий нет."}) == []


def test_what_most_works_share_is_a_template():
    template = "Заполните три абзаца: слабое место и причина, что относится к вам, первый шаг и документ о нём. "
    own = [f"Школа {n}: " + " ".join(f"слово{n}{k}" for k in range(30)) for n in range(12)]
    assert alike({f"u{n}": template + text for n, text in enumerate(own)}) == []


def test_a_text_that_a_third_of_the_class_copied_is_told():
    copied = "Слабое место — письменные согласия: их собрали позже приказа, и первым делом мы выровняем даты в них."
    own = {f"u{n:02}": " ".join(f"слово{n}х{k}" for k in range(20)) for n in range(28)}
    copies = {f"v{n:02}": copied for n in range(12)} | {"v99": copied + " Так решили."}
    assert {owner for pair in alike(own | copies) for owner in pair[:2]} >= {f"v{n:02}" for n in range(12)}


def test_typed_text_is_found_at_any_depth():
    assert free_text({"rows": [{"what": "Приказ", "when": None}, {"what": "Согласие"}]}) == "Приказ Согласие"


def test_people_with_one_text_are_one_line_and_the_task_is_named_by_its_title():
    near = TEXT.replace("в спешке", "второпях").replace("задним числом", "уже потом")
    texts = {"t1": {"u1": TEXT, "u2": TEXT, "u3": near, "u4": OTHER}, "t2": {"u1": OTHER + " Вот.", "u4": OTHER}}
    found = groups(texts, {"t1": "Вывод", "t2": "План"})
    assert [(group.title, group.people) for group in found] == [("Вывод", ("u1", "u2", "u3")), ("План", ("u1", "u4"))]
    assert found[0].most == 100 and 85 <= found[0].least < 100
    assert re.fullmatch(r"«Вывод»: u1, u2, u3 \(\d\d–100 %\)", found[0].text())


def test_thirty_copies_are_told_in_one_line():
    texts = {f"u{number:02d}": TEXT + " Всё." * (number % 2) for number in range(30)}
    texts |= {f"v{number}": " ".join(f"слово{number}{k}" for k in range(30)) for number in range(170)}
    report = Report("mini", alike=groups({"t1": texts}, {"t1": "Вывод"}))
    said = [line for line in report.lines() if "u00" in line]
    assert len(said) == 1 and "и ещё 18" in said[0] and "t1" not in said[0]
    assert [len(group["people"]) for group in report.to_json()["alike"]] == [30]


def test_many_groups_are_cut_on_the_screen_and_whole_in_the_report():
    texts = {f"t{at}": {"u1": f"{TEXT} {at}", "u2": f"{TEXT} {at} {'да ' * (20 - at)}"} for at in range(20)}
    report = Report("mini", alike=groups(texts, {}))
    said = report.likenesses()
    assert len(said) == 17 and "и ещё групп: 5" in said[-1] and "--report" in said[-1]
    assert [group.most for group in report.alike] == sorted((group.most for group in report.alike), reverse=True)
    assert len(report.to_json()["alike"]) == 20


def test_the_report_names_both_works(tmp_path):
    room = open_classroom(tmp_path / "course")
    for code, text in (("u1", TEXT), ("u2", TEXT + " Всё."), ("u3", OTHER)):
        room.submit(code, {"t1": {"text": text}})
    for _ in range(2):  # the second run has nothing to grade and still compares
        report = batch.grade("mini", place=room.place)
        lines = {line.participant: line for line in report.entries}
        assert "почти совпадает с работой u2" in lines["u1"].alike[0]
        assert "почти совпадает с работой u1" in lines["u2"].alike[0]
        assert lines["u3"].alike == ()
        assert report.summary().endswith("проверить: 2.")
        assert [line for line in report.lines() if "u1" in line] == [f"  {report.alike[0].text()}"]
        data = {line["participant"]: line for line in report.to_json()["lines"]}
        assert "почти совпадает с работой u2" in data["u1"]["suspicious"][0] and not data["u3"]["suspicious"]
