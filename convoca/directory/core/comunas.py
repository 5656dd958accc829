"""Which comuna a cell means: an exact match after folding, or proposals to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from convoca.directory.core.fold import fold_loosely, fold_place, squeeze
from convoca.directory.core.likeness import Spelling, score_likeness
from convoca.directory.core.messages import Message, error, note, warning
from convoca.directory.core.text import clean_text, is_placeholder

MAX_PROPOSALS = 5
MIN_SCORE = 0.6
SCORE_WINDOW = 0.2
MAX_LENGTH = 80
MAX_MISSPELT = 2_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """One comuna a cell may mean; score 0 to 1, only for ordering; reason in Spanish."""

    cut: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class ComunaMatch:
    """What was found: a code, or None with proposals, the likeliest first, and messages."""

    cut: str | None
    proposals: tuple[Proposal, ...] = ()
    messages: tuple[Message, ...] = ()


class ComunaIndex:
    """The comunas of a country, found by name, other spelling or official code.

    Built once for a file: after MAX_MISSPELT different unknown names it proposes nothing more, so
    that a file of something else costs seconds. entries are (code, name, other spellings). Raises
    ValueError for a code given twice.
    """

    def __init__(self, entries: Iterable[tuple[str, str, Sequence[str]]]) -> None:
        self._names: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._spellings: list[Spelling] = []
        self._exact: dict[str, set[str]] = {}
        self._loose: dict[str, set[str]] = {}
        self._proposed: dict[str, tuple[Proposal, ...]] = {}
        for cut, name, aliases in entries:
            if cut in self._names:
                raise ValueError(f"code given twice: {cut}")
            self._names[cut] = name
            self._folded[cut] = fold_place(name)
            for text in (name, *aliases):
                self._add_spelling(cut, text)

    def _add_spelling(self, cut: str, text: str) -> None:
        spelling = Spelling.of(cut, fold_place(text))
        if spelling.squeezed.text:
            self._spellings.append(spelling)
            self._exact.setdefault(spelling.squeezed.text, set()).add(cut)
            self._loose.setdefault(spelling.loose.text, set()).add(cut)

    def name_of(self, cut: str) -> str:
        """Give the official name; raises KeyError for an unknown code."""
        return self._names[cut]

    def find_exactly(self, text: str) -> str | None:
        """Give the code of the one comuna with this name or spelling, folded; or None."""
        owners = self._exact.get(squeeze(fold_place(text)), set())
        return next(iter(owners)) if len(owners) == 1 else None

    def find(self, text: str, code: str = "") -> ComunaMatch:
        """Find the comuna of a row.

        Args:
            text: the cell of the comuna; a code there counts as a code.
            code: the cell of the official code, where there is one.

        Returns:
            A code only where the folded name, another spelling or the code is exactly one comuna's
            and nothing else on the row contradicts it. Otherwise None and up to MAX_PROPOSALS
            proposals that score MIN_SCORE or more and at most SCORE_WINDOW less than the
            best, ordered by score and then by code; nothing is ever chosen among them. Both
            cells empty: None, no proposals, an error.
        """
        text, code = _filled(text), _filled(code)
        if not code and _as_code(text):
            text, code = "", text
        if not text and not code:
            return ComunaMatch(None, messages=(error("Falta la comuna."),))
        by_name = self._find_by_name(text) if text else None
        if not code:
            return by_name or ComunaMatch(None)
        by_code = self._find_by_code(code)
        return by_code if by_name is None else self._reconcile(by_name, by_code, text, code)

    def _find_by_name(self, text: str) -> ComunaMatch:
        folded = fold_place(text)
        owners = self._exact.get(squeeze(folded), set())
        if len(owners) == 1:
            (cut,) = owners
            return ComunaMatch(cut, messages=self._twin_messages(cut, folded))
        proposals = self._propose(folded)
        shown = text[:MAX_LENGTH]
        if not proposals:
            return ComunaMatch(None, messages=(error(f"No existe una comuna «{shown}»."),))
        names = " o ".join(f"«{proposal.name}»" for proposal in proposals[:3])
        said = error(f"No existe una comuna «{shown}». ¿Será {names}? Elíjala usted.")
        return ComunaMatch(None, proposals, (said,))

    def _twin_messages(self, cut: str, folded: str) -> tuple[Message, ...]:
        """Warn where another comuna is easily meant: "La Florida", "San Pedro de la Paz"."""
        others = sorted(self._loose.get(fold_loosely(folded), set()) - {cut})
        longer = (each for each in self._names if self._folded[each].startswith(f"{folded} "))
        others = list(dict.fromkeys((*others, *longer)))[:MAX_PROPOSALS]
        return tuple(
            warning(f"Existe también la comuna «{self._names[other]}»; confirme que no es esa.")
            for other in others
        )

    def _find_by_code(self, code: str) -> ComunaMatch:
        digits = _as_code(code)
        if digits in self._names:
            return ComunaMatch(digits)
        restored = f"0{digits}"
        if digits and restored in self._names:
            said = warning(f"El código {digits} perdió su cero inicial; se leyó {restored}.")
            return ComunaMatch(restored, messages=(said,))
        return ComunaMatch(
            None, messages=(error(f"No existe una comuna con el código «{code[:20]}»."),)
        )

    def _reconcile(
        self, by_name: ComunaMatch, by_code: ComunaMatch, text: str, code: str
    ) -> ComunaMatch:
        if by_code.cut is None:
            if by_name.cut is None:
                return by_name
            said = warning(f"El código «{code[:20]}» no existe; se usó el nombre de la comuna.")
            return ComunaMatch(by_name.cut, messages=(*by_name.messages, said))
        if by_name.cut == by_code.cut:
            return ComunaMatch(by_code.cut, messages=tuple(map(_soften, by_code.messages)))
        official = self._names[by_code.cut]
        if by_name.cut is None and by_code.cut in {each.cut for each in by_name.proposals[:1]}:
            said = note(f"«{text[:MAX_LENGTH]}» se leyó como «{official}» por su código.")
            return ComunaMatch(by_code.cut, messages=(*by_code.messages, said))
        return self._contradiction(by_name, by_code.cut, text)

    def _contradiction(self, by_name: ComunaMatch, cut: str, text: str) -> ComunaMatch:
        official = self._names[cut]
        from_code = Proposal(cut, official, 1.0, "es la comuna del código")
        from_name = by_name.proposals
        if by_name.cut is not None:
            name = self._names[by_name.cut]
            from_name = (Proposal(by_name.cut, name, 1.0, "es la comuna del nombre"),)
        said = error(
            f"El nombre «{text[:MAX_LENGTH]}» y el código de «{official}» no coinciden. "
            "Elija usted la comuna."
        )
        others = tuple(each for each in from_name if each.cut != cut)
        return ComunaMatch(None, (from_code, *others)[:MAX_PROPOSALS], (said,))

    def _propose(self, folded: str) -> tuple[Proposal, ...]:
        if not folded or len(folded) > MAX_LENGTH:
            return ()
        if folded not in self._proposed:
            if len(self._proposed) == MAX_MISSPELT:
                return ()
            self._proposed[folded] = self._rank(folded)
        return self._proposed[folded]

    def _rank(self, folded: str) -> tuple[Proposal, ...]:
        written = Spelling.of("", folded)
        found: list[Proposal] = []
        floor = MIN_SCORE
        # The nearest first: the better the best, the sooner the others are given up.
        for spelling in sorted(
            self._spellings, key=lambda each: written.loose.count_edits_at_least(each.loose)
        ):
            score, reason = score_likeness(written, spelling, floor=floor)
            if score >= floor:
                found.append(Proposal(spelling.cut, self._names[spelling.cut], score, reason))
                floor = max(floor, score - SCORE_WINDOW)
        ordered = sorted(found, key=lambda each: (-each.score, each.cut))
        near = (each for each in ordered if each.score >= floor)
        first_of_each = {each.cut: each for each in reversed(list(near))}
        chosen = sorted(first_of_each.values(), key=lambda each: (-each.score, each.cut))
        return tuple(chosen[:MAX_PROPOSALS])


def _filled(text: str) -> str:
    cleaned = clean_text(text)
    return "" if is_placeholder(cleaned) else cleaned


def _as_code(text: str) -> str:
    """Give the digits of a code, "5109.0" too; "" where the text is no code."""
    digits = text.removeprefix("'").removesuffix(".0").strip()
    return digits if digits.isascii() and digits.isdigit() else ""


def _soften(message: Message) -> Message:
    """Turn the warning of a restored code into a note, once the name agrees with it."""
    return note(message.text)
