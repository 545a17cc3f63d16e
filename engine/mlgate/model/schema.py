"""JSON Schema 2020-12 of a value, as ``schemas/`` carries it: generated here, held by a test, read by other tools."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode


class _Schema(GenerateJsonSchema):
    """Without the titles that pydantic makes up from names; a model's own docstring describes it."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Whether a field is given its name as a title: it says nothing that the name does not."""
        del schema
        return False


def json_schema(model: type[BaseModel], name: str, *, mode: Literal["read", "written"] = "read") -> dict[str, Any]:
    """The schema of a model, named ``urn:mlgate:<name>:1``.

    ``read`` describes what is accepted, where a field with a default may be left out; ``written`` what mlgate writes,
    where every field is there. What only code can hold (dates that exist, order, exactly one of two) is not in it.
    """
    pydantic_mode: JsonSchemaMode = "validation" if mode == "read" else "serialization"
    described = model.model_json_schema(by_alias=True, mode=pydantic_mode, schema_generator=_Schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:mlgate:{name}:1", **described}
