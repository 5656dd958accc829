"""Two coordinators who press at the same moment."""

from datetime import timedelta
from functools import partial

import pytest

from convoca.directory.models import PersonalLink
from convoca.notices.errors import NoticePublishedError
from convoca.notices.models import Answer, SentDigest
from convoca.notices.services import (
    answer_question,
    publish_notice,
    send_digests,
    send_first_links,
)
from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW
from tests.factories.notices import (
    mails,
    make_draft,
    make_notice,
    make_question,
    writer_of,
)
from tests.notices.test_digests import FIRST_OF_FEBRUARY, JANUARY
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]


def test_notice_published_by_two_at_once_is_published_once():
    notice = make_draft(make_accepted_cycle(2))
    act = partial(publish_notice, notice=notice, edition=1, user=notice.written_by, now=NOW)

    told = at_once([act, act])

    refused = [each for each in told if isinstance(each, NoticePublishedError)]
    assert (len(refused), len(mails("notice"))) == (1, 2)


def test_question_answered_by_two_at_once_has_one_answer():
    cycle = make_accepted_cycle()
    question, user = make_question(cycle), writer_of(cycle)
    answer = partial(
        answer_question, question=question, audience="asker", known=0, user=user, now=NOW
    )

    told = at_once([partial(answer, text="Sí."), partial(answer, text="No.")])

    kinds = sorted(type(each).__name__ for each in told)
    assert kinds == ["Answer", "AnswerChangedError"]
    assert (Answer.objects.count(), len(mails("question-answer"))) == (1, 1)


def test_first_links_of_two_workers_at_once_are_one_a_person():
    cycle = make_accepted_cycle(2, now=JANUARY)
    make_notice(cycle, now=JANUARY)
    PersonalLink.objects.filter(purpose="notices").delete()
    act = partial(send_first_links, now=JANUARY + timedelta(hours=1))

    assert sorted(at_once([act, act])) == [0, 2]
    assert len(mails("first-link")) == 2


def test_digests_of_two_workers_at_once_are_one_a_person():
    make_notice(make_accepted_cycle(2, now=JANUARY), now=JANUARY)
    act = partial(send_digests, now=FIRST_OF_FEBRUARY, coming={})

    told = at_once([act, act])

    assert sorted(map(str, told)) == ["0", "2"]
    assert (SentDigest.objects.count(), len(mails("digest"))) == (2, 2)
