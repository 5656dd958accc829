"""What differs between two versions of a guide."""

from dataclasses import dataclass

from convoca.agenda.core.interviews.guide.values import Guide
from convoca.agenda.core.interviews.guide.writing import write_question


@dataclass(frozen=True)
class GuideChanges:
    """The questions that are new, gone or worded otherwise, by their labels; was any moved."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    is_reordered: bool = False
    are_sections_changed: bool = False

    @property
    def is_any(self) -> bool:
        return self != GuideChanges()


def compare_guides(before: Guide, after: Guide) -> GuideChanges:
    """Say what changed, each in the order of the later guide; a gone one in the earlier's order.

    Questions are the same when their ids are. An order is another one when the questions that
    both have do not follow each other in the same way.
    """
    old = {one.id: one for one in before.questions}
    new = {one.id: one for one in after.questions}
    return GuideChanges(
        added=tuple(one.label for one in after.questions if one.id not in old),
        removed=tuple(one.label for one in before.questions if one.id not in new),
        changed=tuple(
            one.label
            for one in after.questions
            if one.id in old and write_question(one) != write_question(old[one.id])
        ),
        is_reordered=[one for one in old if one in new] != [one for one in new if one in old],
        are_sections_changed=_titles(before) != _titles(after),
    )


def _titles(guide: Guide) -> list[str]:
    return [section.title for section in guide.sections if section.questions]
