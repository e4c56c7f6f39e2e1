"""The section of the settings with the keys that a person chose: one field for every command."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, create_model

from album_organizer.domain.commands import CommandId
from album_organizer.settings.section import Section

MAX_KEYS = 4
"""More than that no hand remembers."""


def _as_list(value: object) -> object:
    """``P`` and ``1`` for ``["P"]`` and ``["1"]``: people write keys as they read them."""
    values = value if isinstance(value, list) else [value]
    return [str(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in values]


Keys = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=60)]],
    Field(max_length=MAX_KEYS),
    BeforeValidator(_as_list),
]
"""Keys of one command, such as ``[P]`` or ``[Ctrl++, "Ctrl+="]``; an empty list means no key."""


class _Shortcuts(Section):
    """Keys instead of the built-in ones, by the values of :class:`CommandId`."""

    def chosen(self) -> dict[str, list[str]]:
        """The keys by command; commands that keep their built-in keys are left out."""
        return self.model_dump(exclude_none=True)


if TYPE_CHECKING:
    ShortcutSettings = _Shortcuts
else:
    _FIELD = Field(default=None, description="Keys of this command; none = the built-in ones.")
    _FIELDS: dict[str, Any] = {command.value: (Keys | None, _FIELD) for command in CommandId}
    ShortcutSettings = create_model("ShortcutSettings", __base__=_Shortcuts, **_FIELDS)
