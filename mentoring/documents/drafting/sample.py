"""A filled form of an invented school: shown in the notebook, written by `--example`, and tried by the tests."""

from __future__ import annotations

import datetime as dt

from mentoring.documents.drafting.school import School


def example(year: int = 2026) -> School:
    """The school in the school year that begins in `year`; every field is filled."""

    def day(month: int, number: int) -> dt.date:
        found = dt.date(year if month >= 8 else year + 1, month, number)
        return found - dt.timedelta(max(0, found.weekday() - 4))  # no weekend

    return School.model_validate(
        {
            "organization": "Муниципальное бюджетное общеобразовательное учреждение «Заозёрная школа»",
            "short_name": "МБОУ «Заозёрная школа»",
            "place": "посёлок Заозёрный",
            "head": "Брусничный Аркадий Львович",
            "curator": "Ставицкая Рената Олеговна",
            "curator_position": "заместитель директора по учебно-воспитательной работе",
            "clerk": "Полянкина Инга Романовна",
            "clerk_position": "секретарь",
            "regional_act": "приказа министерства образования Озёрной области от 14.02.2022 № 217",
            "implementation_number": "112-о",
            "implementation_date": day(8, 27),
            "pairing_number": "125-о",
            "pairing_date": day(9, 11),
            "starts": day(9, 14),
            "ends": day(5, 28),
            "programme_due": day(9, 28),
            "reward_number": "64-о",
            "reward_date": day(5, 31),
            "pay_act": "положение об оплате труда работников школы, раздел 5",
            "pairs": [
                {
                    "mentor": "Лозовицкая Эмма Карповна",
                    "mentor_position": "учитель математики",
                    "contract_number": "34",
                    "contract_date": "01.09.2015",
                    "mentee": "Перепёлкина Ника Юрьевна",
                    "mentee_position": "учитель математики",
                    "category": "young",
                    "mentor_consent": day(9, 7),
                    "mentee_consent": day(9, 8),
                    "agreement_number": "1",
                    "agreement_date": day(9, 9),
                    "pay": "3 000 рублей в месяц",
                    "meetings": "каждая вторая среда, 14:30",
                    "goal": "на 4 уроках из 5 цель формулируют ученики, письменные работы оцениваются по критериям",
                    "deficits": [
                        {
                            "text": "учащиеся не участвуют в постановке цели урока",
                            "method": "наблюдение пяти уроков",
                            "found_on": day(9, 16),
                            "result": "цель назвали ученики на 1 уроке из 5",
                            "task": "освоить и применить три приёма целеполагания",
                            "due": day(12, 25),
                            "criterion": "на 4 уроках из 5 цель сформулирована детьми, лист наблюдения наставника",
                            "activity": "совместное планирование двух уроков и их разбор",
                            "form": "мастер-класс, взаимопосещение",
                            "transfer": "уроки математики в 6 классе",
                            "evidence": "конспекты двух уроков, лист наблюдения",
                            "goal_value": "на 4 уроках из 5",
                        },
                        {
                            "text": "отметка за письменную работу выставляется без критериев",
                            "method": "анализ шести работ",
                            "found_on": day(9, 18),
                            "result": "критерии есть у 0 работ из 6",
                            "task": "составить и применить критерии для шести письменных работ",
                            "due": day(4, 23),
                            "criterion": "критерии приложены к 6 работам, экспертиза методического объединения",
                            "activity": "мастерская критериев и проба на контрольной работе",
                            "form": "практикум, самообразование",
                            "transfer": "контрольные работы в 6 и 8 классах",
                            "evidence": "шесть работ с критериями, отзыв наставника",
                            "goal_value": "6 работ из 6",
                        },
                    ],
                },
                {
                    "mentor": "Тростянский Богдан Ильич",
                    "mentor_position": "учитель информатики",
                    "contract_number": "58",
                    "contract_date": "20.08.2021",
                    "mentee": "Калинникова Зоя Марковна",
                    "mentee_position": "учитель истории",
                    "category": "digital_learner",
                    "type": "reverse",
                    "mentor_consent": day(9, 7),
                    "mentee_consent": day(9, 7),
                    "agreement_number": "2",
                    "agreement_date": day(9, 9),
                    "pay": "2 000 рублей в месяц",
                    "meetings": "каждый первый четверг месяца, 15:00",
                    "goal": "на каждом втором уроке используются интерактивные карты, составленные педагогом",
                    "deficits": [
                        {
                            "text": "интерактивные задания не используются на уроке",
                            "method": "анкета и посещение трёх уроков",
                            "found_on": day(9, 17),
                            "result": "0 уроков из 3",
                            "task": "составить четыре интерактивные карты и провести с ними уроки",
                            "due": day(3, 19),
                            "criterion": "карты применены на 4 уроках, оценка по листу наблюдения",
                            "activity": "практикум за компьютером и проба на уроке",
                            "form": "практикум, взаимопосещение",
                            "transfer": "уроки истории в 7 классе",
                            "evidence": "четыре карты, видео фрагмента урока",
                            "goal_value": "на 4 уроках",
                        },
                    ],
                },
            ],
        }
    )
