"""The people of a journey, at their browsers: they only use what they see and what they receive."""

import re
from datetime import datetime
from email.message import EmailMessage
from io import BytesIO

import openpyxl
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from convoca.agenda.models import Interview
from convoca.directory.models import User
from convoca.messaging.models import Message
from convoca.messaging.services import deliver_due
from tests.support.smtp import MailServer

LINK = re.compile(r"http://[^\s<>\"]+/p/[A-Za-z0-9_-]{22}/")
MOST_STEPS = 60
CUT = ["ERR_INTERNET_DISCONNECTED"]
SENT, WAITING = re.compile("^Guardado"), re.compile("por enviar")
ELSEWHERE = """asked => {
    const question = document.querySelector(".question");
    return document.readyState === "complete" && (!question || question.innerText !== asked);
}"""


class Post:
    """The mail between the two: lets what waits leave, and finds what somebody received."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.clock: time_machine.travel | None = None

    def leave(self) -> None:
        """Let everything leave that waits, without the half minute for undoing."""
        Message.objects.filter(state="queued").update(next_try_at=timezone.now())
        deliver_due()

    def of(self, address: str, subject: str = "") -> list[EmailMessage]:
        """Return the mails of somebody, the newest last; only those whose subject has a word."""
        return [
            one.message
            for one in self.server.deliveries
            if one.recipients == (address,) and subject in str(one.message["Subject"])
        ]

    def link(self, address: str) -> str:
        """Return the personal link in the newest mail of somebody that has one."""
        for message in reversed(self.of(address)):
            found = LINK.search(text_of(message))
            if found:
                return found[0]
        raise AssertionError(f"no link for {address}")

    def travel(self, moment: datetime) -> None:
        """Let the clock go on from another moment."""
        self.stop()
        self.clock = time_machine.travel(moment, tick=True)
        self.clock.start()

    def stop(self) -> None:
        """Come back to the present."""
        if self.clock is not None:
            self.clock.stop()
            self.clock = None


def text_of(message: EmailMessage) -> str:
    """Return the plain text of a mail."""
    part = message.get_body(("plain",))
    return part.get_content() if part else ""


def plain(text: str) -> str:
    """Return what is read on a page, its hard spaces as spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def calendar_of(message: EmailMessage) -> tuple[str, str] | None:
    """Return (method, text) of the calendar part of a mail, if it has one."""
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            return str(part.get_param("method")), part.get_content()
    return None


class Director:
    """Somebody with a phone, no JavaScript, and a link from a mail."""

    def __init__(self, page: Page, post: Post, address: str) -> None:
        self.page, self.post, self.address = page, post, address

    def open_link(self) -> None:
        """Open the newest personal link; the address that stays holds no token."""
        link = self.post.link(self.address)
        self.page.goto(link)
        assert link.split("/")[-2] not in self.page.url

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).click()

    def text(self) -> str:
        return plain(self.page.locator("main").inner_text())

    def heading(self) -> str:
        return plain(self.page.get_by_role("heading", level=1).inner_text())

    def answer_interview(self, ratings: dict[str, tuple[int, int]], words: str) -> None:
        """Answer question after question; a theme that is not in `ratings` does not apply."""
        self.open_link()
        for _step in range(MOST_STEPS):
            if self.heading().startswith("Gracias"):
                return
            self._answer_step(ratings, words)
        raise AssertionError("the interview does not end")

    def _answer_step(self, ratings: dict[str, tuple[int, int]], words: str) -> None:
        page, title = self.page, self.heading()
        if page.get_by_role("button", name="No aplica a mi dirección").count():
            rating = next((marks for theme, marks in ratings.items() if theme in title), None)
            if rating is None:
                self.press("No aplica a mi dirección")
                return
            page.locator(f"input[name$=interest][value='{rating[0]}']").check(force=True)
            page.locator(f"input[name$=urgency][value='{rating[1]}']").check(force=True)
        elif page.locator("button[name=value]").count():
            page.locator("button[name=value]").first.click()
            return
        elif page.locator("textarea[name$=value]").count():
            page.locator("textarea[name$=value]").fill(words)
        elif page.locator("input[type=radio]").count():
            page.locator("input[type=radio]").first.check(force=True)
        self.press("Guardar y seguir")

    def say_when(self, mornings: str, afternoons: str) -> None:
        """Mark every weekday by halves (y, m, n), no absences, no council."""
        self.open_link()
        for _day in range(5):
            self.page.locator(f"input[name=morning][value={mornings}]").check(force=True)
            self.page.locator(f"input[name=afternoon][value={afternoons}]").check(force=True)
            self.press("Guardar y seguir")


class Coordinator:
    """Somebody of the staff at a desk."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home

    def enter(self, user: User) -> None:
        """Be somebody who has signed in already."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.home}
        self.page.context.add_cookies([cookie])

    def go(self, path: str) -> None:
        self.page.goto(self.home + path)

    def open(self, name: str, *args: int) -> None:
        """Go to a page by the name of its address."""
        self.go(reverse(name, args=args))

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=re.compile(name)).first.click()

    def confirm(self) -> None:
        """Press the button of the question that a mass act asks."""
        self.page.locator(".confirm button.go").click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=re.compile(name)).first.click()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(re.compile(label)).first.fill(value)

    def text(self) -> str:
        return plain(self.page.locator("main").inner_text())

    def heading(self) -> str:
        return plain(self.page.get_by_role("heading", level=1).inner_text())

    def sign_in(self, email: str, password: str) -> None:
        self.go("/cuenta/login/")
        if "/cuenta/login/" in self.page.url:
            self.page.locator("input[name=login]").fill(email)
            self.page.locator("input[name=password]").fill(password)
            self.press("^Entrar$")

    def pass_gate(self, cycle_path: str, reason: str = "") -> None:
        """Pass the gate of the cycle's stage, with a reason where the page asks for one."""
        self.go(cycle_path)
        field = self.page.locator("textarea[name=reason]")
        if field.count():
            field.fill(reason or "Se sigue con quienes están.")
        self.page.locator("form[action$='/avanzar/'] button").click()


class Interviewer(Coordinator):
    """Somebody who makes an interview on the screen."""

    def begin(self, interview: Interview, step: str = "problems") -> "Interviewer":
        self.open("agenda:step", interview.cycle_id, interview.pk, step)
        self.page.wait_for_selector("#interview[data-ready]")
        return self

    def write(self, text: str) -> None:
        self.page.locator("textarea[name=value]").fill(text)

    def next(self) -> None:
        self.page.get_by_role("button", name="Guardar y seguir", exact=True).click()

    def wait_for(self, words: re.Pattern[str]) -> None:
        self.page.locator("#saving", has_text=words).wait_for()

    def wait_for_another(self, asked: str) -> None:
        """Wait until another question is asked, or none any more."""
        self.page.wait_for_function(ELSEWHERE, arg=asked)

    def question(self) -> str:
        return self.page.locator(".question").inner_text()

    def cut(self, *, is_cut: bool = True) -> None:
        self.page.context.set_offline(is_cut)

    def ask_all(self, ratings: dict[str, tuple[int, int]], words: str) -> None:
        """Ask question after question until the interview is done; as `answer_interview`."""
        for _step in range(MOST_STEPS):
            asked = self.question()
            self._note(asked, ratings, words)
            self.wait_for_another(asked)
            if not self.page.locator(".question").count():
                return
        raise AssertionError("the interview does not end")

    def _note(self, asked: str, ratings: dict[str, tuple[int, int]], words: str) -> None:
        page = self.page
        if page.locator("input[name=interest]").count():
            rating = ratings.get(asked)
            if rating is None:
                page.get_by_role("button", name="No aplica", exact=True).click()
                return
            page.locator(f"input[name=interest][value='{rating[0]}']").check(force=True)
            page.locator(f"input[name=urgency][value='{rating[1]}']").check(force=True)
        elif page.locator("textarea[name=value]").count():
            self.write(words)
        elif page.locator("input[type=radio][name=value]").count():
            page.locator("input[type=radio][name=value]").first.check(force=True)
        self.next()


def roster_file(rows: list[tuple[str, str, str, str]]) -> bytes:
    """Return a workbook as associations have them: a title above the header, a blank row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["NÓMINA SECPLAN 2027"])
    sheet.append([])
    sheet.append(["COMUNA", "NOMBRE DIRECTOR(A)", "CORREO", "FONO"])
    for row in rows:
        sheet.append(list(row))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
