"""Meta's own description of the Cloud API, cut to what we use and mended where it is wrong.

The file itself lies beside the project and stays as it is. Each repair is one that Meta's
documentation and examples ask for; one that a newer file no longer needs is refused, so that
nobody mends what is whole.
"""

from pathlib import Path
from typing import Any

import yaml

FILE = "business-messaging-api_v23.0.yaml"
CONTRACTS = Path(__file__).parents[3] / "shared" / "contracts" / "whatsapp"
MESSAGES = "/{Version}/{Phone-Number-ID}/messages"
TEMPLATES = "/{Version}/{WABA-ID}/message_templates"
Spec = dict[str, Any]


def is_here() -> bool:
    """Say whether Meta's file lies beside the project."""
    return (CONTRACTS / FILE).exists()


def read_spec() -> Spec:
    """Return the file cut and mended."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (CONTRACTS / FILE).open(encoding="utf-8") as lines:
        whole = yaml.load(lines, Loader=_as_json(loader))
    return mend(cut(whole))


def examples(whole: Spec | None = None) -> dict[str, Spec]:
    """Return Meta's own examples of calls of the web hook, by their title."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (CONTRACTS / FILE).open(encoding="utf-8") as lines:
        whole = whole or yaml.load(lines, Loader=_as_json(loader))
    body = whole["paths"]["/whatsapp/webhooks"]["post"]["requestBody"]
    found = body["content"]["application/json"]["examples"]
    return {title: each["value"] for title, each in found.items()}


def cut(whole: Spec) -> Spec:
    """Keep the paths that we call: fifteen others match the same addresses."""
    paths = {path: whole["paths"][path] for path in (MESSAGES, TEMPLATES)}
    components = dict(whole["components"])
    _needed("parameterGroups" in components)
    del components["parameterGroups"]  # is not OpenAPI
    servers = [{"url": "https://graph.facebook.com"}]
    return {**whole, "paths": paths, "components": components, "servers": servers}


def mend(spec: Spec) -> Spec:
    """Put right what refuses Meta's own examples, and tighten what takes anything."""
    schemas = spec["components"]["schemas"]
    closed = [
        (schema, part)
        for schema in schemas.values()
        for part in schema.get("allOf", [])
        if part.get("additionalProperties") is False
    ]
    _needed(bool(closed))  # inside allOf it forbids what the other parts ask for
    for schema, part in closed:
        del part["additionalProperties"]
        schema["unevaluatedProperties"] = False
    base = schemas["BaseMessageProperties"]
    for name, required in (
        ("policy", schemas["LanguageObject"]["required"]),
        ("recipient_type", base["required"]),
    ):
        _needed(name in required)
        required.remove(name)
    _needed("biz_opaque_callback_data" not in base["properties"])
    base["properties"]["biz_opaque_callback_data"] = {"type": "string", "maxLength": 512}
    base["properties"]["messaging_product"]["enum"] = ["whatsapp"]
    responses = spec["paths"][MESSAGES]["post"]["responses"]
    _needed(list(responses) == ["200"])  # how it refuses is told only at other paths
    error = {"$ref": "#/components/schemas/GraphAPIError"}
    responses["default"] = {
        "description": "refused",
        "content": {"application/json": {"schema": error}},
    }
    _needed("unevaluatedProperties" not in schemas["TemplateMessage"])  # the only open one
    schemas["TemplateMessage"]["unevaluatedProperties"] = False
    schemas["TextMessage"]["allOf"][1]["properties"]["text"]["required"] = ["body"]
    return spec


def _needed(is_needed: bool) -> None:
    if not is_needed:
        raise AssertionError("Meta's file changed: a repair is no longer needed, take it out.")


def _as_json(loader: type) -> type:
    """Return a loader that leaves dates and the like as the texts they are in JSON."""

    class JsonLoader(loader):
        pass

    JsonLoader.yaml_implicit_resolvers = {
        letter: [(tag, regexp) for tag, regexp in known if tag != "tag:yaml.org,2002:timestamp"]
        for letter, known in loader.yaml_implicit_resolvers.items()
    }
    return JsonLoader
