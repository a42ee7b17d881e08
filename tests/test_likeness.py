"""Free texts that nearly coincide are told of; honest neighbours and templates are not."""

from classroom import open_classroom

from autograder import batch
from autograder.likeness import alike, free_text

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


def test_typed_text_is_found_at_any_depth():
    assert free_text({"rows": [{"what": "Приказ", "when": None}, {"what": "Согласие"}]}) == "Приказ Согласие"


def test_the_report_names_both_works(tmp_path):
    room = open_classroom(tmp_path / "course")
    for code, text in (("u1", TEXT), ("u2", TEXT + " Всё."), ("u3", OTHER)):
        room.submit(code, {"t1": {"text": text}})
    for _ in range(2):  # the second run has nothing to grade and still compares
        lines = {line.participant: line for line in batch.grade("mini", place=room.place).entries}
        assert "почти совпадает с работой u2" in lines["u1"].suspicious[0]
        assert "почти совпадает с работой u1" in lines["u2"].suspicious[0]
        assert lines["u3"].suspicious == ()
