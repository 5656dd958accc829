"""Reading the forms of a page as a browser does."""

from convoca.rehearsal.core.forms import Form, read_forms, read_links

PAGE = """
<form method="get"><input name="q"></form>
<a href="/p/e/x/reemplazo/">Otra persona</a>
<form method="post" action="/p/e/x/si/?a=1">
  <input type="hidden" name="csrfmiddlewaretoken" value="T">
  <label>Nombre <input name="name"></label><textarea name="why"></textarea>
  <button name="later" value="1">Después</button><button>Sí</button>
</form>
<input name="outside">
"""


def test_read_forms_takes_only_those_that_are_posted():
    assert read_forms(PAGE) == [
        Form("/p/e/x/si/?a=1", {"csrfmiddlewaretoken": "T"}, {"name", "why", "later"})
    ]


def test_form_fits_by_its_fields_and_the_end_of_its_address():
    (form,) = read_forms(PAGE)

    assert form.fits(["name"], "/si/")
    assert not form.fits(["name", "outside"], "/si/")
    assert not form.fits([], "/no/")


def test_read_links_gives_the_addresses_in_order():
    assert read_links(PAGE) == ["/p/e/x/reemplazo/"]
