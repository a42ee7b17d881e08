"""Schemas of what cases are made of: documents, their fragments, wordings of defects, invented names, deficits."""

import pandas as pd
from pandera.pandas import Field, dataframe_check

from .documents import DEFECT_SUBJECTS
from .table import Table

FORMS = ["title", "heading", "paragraph", "head", "row", "sign"]
CHANGES = {
    "replace": "заменить фрагмент текстом",
    "drop": "убрать фрагмент",
    "insert": "вставить после фрагмента новый",
    "drop_document": "убрать документ (в столбце slot — его код)",
    "set": "изменить поле во всех документах (в столбце slot — его имя)",
}
_SLOT = r"^[a-z][a-z0-9_]*$"


class CaseDocuments(Table):
    id: str = Field(unique=True, str_matches=_SLOT, title="Код", description="Латиницей")
    subject: str = Field(
        isin=DEFECT_SUBJECTS, title="Чьи дефекты", description="Значение столбца document таблицы defects"
    )
    title: str = Field(unique=True, title="Название", description="Так называется документ и его файл")
    order: int = Field(unique=True, ge=1, title="Порядок", description="Порядок в комплекте")

    class Config:
        title = "Документы учебного случая"
        description = "Строка — документ комплекта вымышленной школы, в который ставят дефекты."


class CaseFragments(Table):
    slot: str = Field(str_matches=_SLOT, title="Место", description="Код места; у одинаковых по смыслу строк один")
    document: str = Field(title="Документ", description="Код документа", metadata={"refers": "case_documents.id"})
    form: str = Field(
        isin=FORMS,
        title="Вид фрагмента",
        description="title — название, heading — заголовок, paragraph — абзац, head — шапка таблицы, row — строка "
        "таблицы (ячейки через |), sign — подпись",
    )
    variant: int = Field(ge=1, title="Вариант", description="Номер варианта текста; выбирается случайно")
    text: str = Field(title="Текст", description="Правильный текст; {поле} заменяется данными школы")

    class Config:
        title = "Тексты документов учебного случая"
        description = (
            "Строка — вариант фрагмента в комплекте без дефектов; порядок строк — порядок в документе. "
            "Школы и люди вымышлены."
        )
        unique = ["slot", "variant"]


class CaseWordings(Table):
    id: str = Field(
        str_matches=r"^(def\d\d|decoy)-[a-z]$", title="Код", description="Код формулировки: def10-a; у ложных decoy-a"
    )
    defect: str = Field(
        nullable=True,
        title="Дефект",
        description="Код дефекта; пусто — ложный след: выглядит ошибкой, а всё верно",
        metadata={"refers": "defects.id"},
    )
    level: int = Field(ge=1, le=3, title="Сложность", description="1 — бросается в глаза, 2 — обычная, 3 — скрытая")
    change: str = Field(
        isin=list(CHANGES), title="Что сделать", description="; ".join(f"{k} — {v}" for k, v in CHANGES.items())
    )
    slot: str = Field(str_matches=_SLOT, title="Где", description="Код места, документа или имя поля")
    new_slot: str = Field(nullable=True, str_matches=_SLOT, title="Новое место", description="Для insert")
    text: str = Field(nullable=True, title="Текст", description="Новый текст; пусто, когда фрагмент убирают")
    mark: str = Field(
        nullable=True,
        title="Где отмечать",
        description="Места, где отметка засчитывается, через пробел; в первой строке",
    )
    also: str = Field(
        nullable=True,
        title="Засчитать и это",
        description="Коды дефектов, которыми это тоже можно назвать; в первой строке",
        metadata={"refers": "defects.id", "many": True},
    )
    explain: str = Field(nullable=True, title="Пояснение", description="Для разбора; в первой строке")

    class Config:
        title = "Формулировки дефектов"
        description = (
            "Строки с одним кодом — один способ поставить дефект в комплект. Поставить можно все дефекты таблицы "
            "defects: показатели и справка мониторинга входят в комплект приложениями, а дефекты комплекта видны "
            "в описи. Чтобы добавить способ, допишите строки с новым кодом."
        )

    @dataframe_check(error="текст нужен, когда фрагмент меняют или вставляют, и не нужен, когда убирают")
    def a_change_has_its_text(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["text"].notna() == ~frame["change"].isin(["drop", "drop_document"])

    @dataframe_check(error="новое место нужно только для insert")
    def only_an_insertion_names_a_new_place(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["new_slot"].notna() == (frame["change"] == "insert")

    @dataframe_check(error="первая строка кода называет, где отмечать, и пояснение; остальные — нет")
    def the_first_line_carries_the_key(cls, frame: pd.DataFrame) -> pd.Series:
        first = ~frame["id"].duplicated()
        return (frame["mark"].notna() == first) & (frame["explain"].notna() == first)


class CaseNames(Table):
    id: str = Field(unique=True, str_matches=_SLOT, title="Код", description="Латиницей")
    kind: str = Field(
        isin=["school", "region", "surname", "man", "woman", "subject"],
        title="Что это",
        description="school — школа, region — край или область (в родительном падеже), surname — фамилия, man и "
        "woman — имя, subject — предмет (в родительном падеже)",
    )
    text: str = Field(title="Слово", description="Фамилия — мужская, на -ов, -ев, -ёв, -ин или -ский")
    companion: str = Field(
        nullable=True, title="Пара", description="У школы — где стоит, у имени — отчество, у фамилии — женская форма"
    )

    class Config:
        title = "Имена для учебных случаев"
        description = "Строка — вымышленное слово. Школ и мест с такими названиями нет, фамилии составлены нами."

    @dataframe_check(error="фамилия должна оканчиваться на -ов, -ев, -ёв, -ин или -ский: иначе её не просклонять")
    def surnames_can_be_declined(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["kind"] != "surname") | frame["text"].str.fullmatch(r"[А-ЯЁ][а-яё]+(ов|ев|ёв|ин|ский)")


class CaseDeficits(Table):
    id: str = Field(unique=True, str_matches=_SLOT, title="Код", description="Латиницей")
    deficit: str = Field(unique=True, title="Дефицит", description="Что не получается на уроке, со строчной буквы")
    evidence: str = Field(title="По чему видно", description="Что показала диагностика")
    task: str = Field(title="Задача", description="Действие, которое устраняет дефицит")
    criterion: str = Field(title="Критерий", description="По чему видно, что задача решена, и кто это увидит")
    activity: str = Field(title="Работа", description="Чем педагог займётся с наставником")
    transfer: str = Field(title="Перенос", description="Что и где применит на уроке")
    product: str = Field(title="Доказательство", description="Что останется: записи, листы, работы")
    about: str = Field(title="Слова задачи", description="Слова о дефиците через точку с запятой: по ним узнают задачу")
    practice: str = Field(title="Слова практики", description="Слова о применении через точку с запятой")
    explain: str = Field(title="Пояснение", description="Почему нужна именно такая задача")

    class Config:
        title = "Дефициты для учебных случаев"
        description = "Строка — дефицит с задачей, переносом и доказательством. Из них собираются программы и маршруты."


class CaseSituations(Table):
    id: str = Field(unique=True, str_matches=_SLOT, title="Код", description="Латиницей")
    form: str = Field(title="Форма", description="Что засчитать", metadata={"refers": "mentoring_forms.id"})
    model: str = Field(str_matches=r"^[a-z_]+$", title="Модель", description="Код модели; none — ни одна из четырёх")
    type: str = Field(
        title="Вид",
        description="Что засчитать, через пробел",
        metadata={"refers": "mentoring_types.id", "many": True},
    )
    near_type: str = Field(
        nullable=True,
        title="Близкий вид",
        description="Что засчитать наполовину",
        metadata={"refers": "mentoring_types.id", "many": True},
    )
    category: str = Field(title="Категория", description="Что засчитать", metadata={"refers": "mentee_categories.id"})
    why: str = Field(title="Почему этот вид", description="Одна фраза для разбора")

    class Config:
        title = "Случаи для классификации"
        description = (
            "Строка — случай и что в нём верно. Источники не говорят, какой вид единственно верен для категории: "
            "вид решают признаки случая, близкий засчитывается наполовину."
        )


class CaseSentences(Table):
    id: str = Field(str_matches=_SLOT, title="Код", description="Случай и номер предложения: first_year_1")
    situation: str = Field(title="Случай", description="Код случая", metadata={"refers": "case_situations.id"})
    axes: str = Field(
        nullable=True,
        str_matches=r"^(form|model|type|category)( (form|model|type|category))*$",
        title="Что решает",
        description="form, model, type, category через пробел; пусто — ничего не решает",
    )
    variant: int = Field(ge=1, title="Вариант", description="Номер варианта текста; выбирается случайно")
    text: str = Field(title="Текст", description="Одно-два предложения; {subject} — предмет в родительном падеже")

    class Config:
        title = "Предложения случаев"
        description = "Строка — вариант предложения случая. Из них собирается описание, они же признаки для выбора."
        unique = ["id", "variant"]


class CasePortraits(Table):
    id: str = Field(unique=True, str_matches=_SLOT, title="Код", description="Латиницей")
    category: str = Field(
        unique=True, title="Категория", description="Чей портрет", metadata={"refers": "mentee_categories.id"}
    )
    fits: str = Field(
        title="Подходящие виды",
        description="Что засчитать, через пробел",
        metadata={"refers": "mentoring_types.id", "many": True},
    )
    near: str = Field(
        nullable=True,
        title="Близкие виды",
        description="Что засчитать наполовину",
        metadata={"refers": "mentoring_types.id", "many": True},
    )

    class Config:
        title = "Портреты наставляемых"
        description = (
            "Строка — вымышленный педагог одной категории и виды наставничества, которые ему подходят. Категория вида "
            "не определяет: его подсказывают условия, названные в портрете."
        )


class CasePortraitSentences(Table):
    id: str = Field(str_matches=_SLOT, title="Код", description="Портрет и номер предложения; первое открывает портрет")
    portrait: str = Field(
        str_matches=_SLOT, title="Портрет", description="Код портрета; any — предложение, которое ничего не решает"
    )
    variant: int = Field(ge=1, title="Вариант", description="Номер варианта текста; выбирается случайно")
    fits: str = Field(
        nullable=True,
        title="За какие виды",
        description="Коды через пробел",
        metadata={"refers": "mentoring_types.id", "many": True},
    )
    excludes: str = Field(
        nullable=True,
        title="Против каких видов",
        description="Коды через пробел: отличительный признак вида здесь невозможен",
        metadata={"refers": "mentoring_types.id", "many": True},
    )
    why: str = Field(nullable=True, title="Почему", description="Одна фраза для разбора, без точки")
    text: str = Field(title="Текст", description="Одно предложение")

    class Config:
        title = "Предложения портретов"
        description = "Строка — вариант предложения портрета. Они же признаки, на которые опирается выбор вида."
        unique = ["id", "variant"]


SCHEMAS: dict[str, type[Table]] = {
    "case_documents": CaseDocuments,
    "case_fragments": CaseFragments,
    "case_wordings": CaseWordings,
    "case_names": CaseNames,
    "case_deficits": CaseDeficits,
    "case_situations": CaseSituations,
    "case_sentences": CaseSentences,
    "case_portraits": CasePortraits,
    "case_portrait_sentences": CasePortraitSentences,
}
