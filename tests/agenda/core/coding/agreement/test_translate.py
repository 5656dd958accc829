from convoca.agenda.core.coding.agreement.translate import Translated, translate_codes


def test_translate_codes_follows_a_merge_and_leaves_a_split_to_a_person():
    successors = {"old": ("new",), "wide": ("left", "right")}
    usable = {"same", "new", "left", "right"}

    found = translate_codes(
        frozenset({"same", "old", "wide", "retired"}), successors=successors, usable=usable
    )

    assert found == Translated(frozenset({"same", "new"}), frozenset({"wide", "retired"}))


def test_translate_codes_of_nothing_is_nothing():
    assert translate_codes(frozenset(), successors={}, usable=()) == Translated(
        frozenset(), frozenset()
    )
