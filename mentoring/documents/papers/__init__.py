"""Working papers of a mentor and a curator: blank .docx, and .xlsx where a table is filled in.

`PAPERS`: id → `Paper`; `read_survey(path)` computes satisfaction from a filled survey.
"""

from mentoring.documents.papers.model import Paper
from mentoring.documents.papers.reports import CURATOR_REPORT, MENTOR_REPORT
from mentoring.documents.papers.requests import MENTEE_REQUEST, MENTOR_QUESTIONNAIRE
from mentoring.documents.papers.results import SurveyError, SurveyResult, read_survey
from mentoring.documents.papers.surveys import MENTEE_SURVEY, MENTOR_SURVEY
from mentoring.documents.papers.work import MEETING, OBSERVATION

PAPERS: dict[str, Paper] = {
    paper.id: paper
    for paper in (
        MENTEE_REQUEST,
        MENTOR_QUESTIONNAIRE,
        OBSERVATION,
        MEETING,
        MENTEE_SURVEY,
        MENTOR_SURVEY,
        MENTOR_REPORT,
        CURATOR_REPORT,
    )
}

__all__ = ["PAPERS", "Paper", "SurveyError", "SurveyResult", "read_survey"]
