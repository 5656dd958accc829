from fractions import Fraction

from convoca.agenda.core.rule.ballots import Ballots
from convoca.agenda.core.rule.certificate import Certificate, GroupCoverage, LeftOut, certify
from tests.agenda.core.rule.builders import approval_ballots, approver, themes


def test_certify_measures_what_is_left_out():
    """Weight 10: five rural people of weight 1 want A, four urban of weight 1 want B and C,
    one urban of weight 1 wants nothing. With A chosen, 4/10 want B, the same for C, none want D.
    """
    voters = (
        *(approver(f"r{n}", "A", kind="rural", region="Ñuble", size="chica") for n in range(5)),
        *(approver(f"u{n}", "BC", kind="urbana", region="Ñuble") for n in range(4)),
        approver("u4", "", kind="urbana", region="Maule"),
    )

    assert certify(Ballots(themes(*"ABCD"), voters, 2), ["A"]) == Certificate(
        line=Fraction(1, 2),
        nobody_share=Fraction(5, 10),
        silent_share=Fraction(1, 10),
        left_out=(
            LeftOut("B", Fraction(4, 10)),
            LeftOut("C", Fraction(4, 10)),
            LeftOut("D", Fraction(0)),
        ),
        by_kind={"rural": GroupCoverage(5, Fraction(1)), "urbana": GroupCoverage(5, Fraction(0))},
        by_region={"Maule": None, "Ñuble": GroupCoverage(9, Fraction(5, 9))},
        by_size={"chica": GroupCoverage(5, Fraction(1))},
    )


def test_certify_puts_the_largest_share_first():
    certificate = certify(approval_ballots("A", "B", "C", "C"), ["A"])

    assert [entry.theme_id for entry in certificate.left_out] == ["C", "B", "D"]


def test_certify_does_not_count_those_who_have_another_theme():
    certificate = certify(approval_ballots("AB", "B", listed="AB"), ["A"])

    assert certificate.left_out == (LeftOut("B", Fraction(1, 2)),)


def test_certify_counts_weights():
    """B weighs 3 of 4."""
    voters = (approver("p", "A"), approver("q", "B", 3))

    certificate = certify(Ballots(themes("A", "B"), voters), ["A"])

    assert certificate.nobody_share == Fraction(3, 4)
    assert certificate.left_out == (LeftOut("B", Fraction(3, 4)),)


def test_certify_weighs_people_inside_a_group():
    """Weights 2, 1, 1, 1, 1 in one kind; only the first is covered: 2/6."""
    first = approver("p", "A", 2, kind="rural")
    others = (approver(f"q{n}", "B", kind="rural") for n in range(4))

    certificate = certify(Ballots(themes("A", "B"), (first, *others)), ["A"])

    assert certificate.by_kind == {"rural": GroupCoverage(5, Fraction(1, 3))}


def test_certify_with_nobody_has_no_groups_and_zero_shares():
    assert certify(approval_ballots(listed="A"), []) == Certificate(
        Fraction(1, 4), Fraction(0), Fraction(0), (LeftOut("A", Fraction(0)),), {}, {}, {}
    )
