"""Opening this room's pages in tests, and reading them."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def page(client, route, *args, **query):
    return client.get(reverse(f"agenda:{route}", args=args), query)


def press(client, route, *args, **data):
    return client.post(reverse(f"agenda:{route}", args=args), data)


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def count_queries(client, route, *args):
    with CaptureQueriesContext(connection) as queries:
        page(client, route, *args)
    return len(queries)
