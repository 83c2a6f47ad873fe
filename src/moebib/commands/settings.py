"""`moebib config`: the values of settings, and how they are changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from moebib import store
from moebib.commands.known_settings import NAME_TABLES, ConfigSetting, known_settings
from moebib.errors import InputError, InvalidRecord
from moebib.library.config import Config
from moebib.store.roots import CONFIG, real_path
from moebib.toml.edit import edit
from moebib.toml.positions import decode
from moebib.toml.validation import parse_entry
from moebib.web.user_settings import check_user_settings, parse_user_settings, read_user_settings

__all__ = ["SettingValue", "change_setting", "masked", "values_of"]

_BY_COMMAND = {
    "format": "`moebib migrate` changes it",
    "different": "`moebib dedupe --not KEY KEY` adds a pair",
    "outputs": f"edit {CONFIG}",
    "sections": f"edit {CONFIG}, or rename a section with `moebib tags --rename`",
}
"""Settings that have no simple value, or change more than one file."""
_SHOWN_OF_SECRET = 4
_LONG_SECRET = 12


class SettingValue(NamedTuple):
    """The value of a setting that is in effect, and where it comes from."""

    setting: ConfigSetting
    value: Any
    """``None`` if it is not set."""
    origin: str
    """A file, an environment variable or "default"; empty if it is not set."""


def values_of(
    root: Path | None, user_file: Path, environment: Mapping[str, str], cache: Path
) -> Iterator[SettingValue]:
    """Every setting with its value; those of a list only if there is one in *root*.

    Raises:
        InvalidRecord: If ``moebib.toml`` is invalid.
        InputError: If the user's file is invalid.
    """
    config = store.read_config(root).model_dump(mode="json", by_alias=True) if root else {}
    written = decode(store.read_text_strictly(root / CONFIG)) if root else {}
    user = read_user_settings(user_file)._asdict()
    defaults = {"cache": str(cache), "config": str(user_file)}
    for setting in known_settings().values():
        given = environment.get(setting.variable, "").strip()
        if given:
            yield SettingValue(setting, given, setting.variable)
        elif setting.home == "environment":
            default = defaults.get(setting.name)
            yield SettingValue(setting, default, "default" if default else "")
        elif setting.home == "user":
            value = _at(user, setting.path)
            yield SettingValue(setting, value, str(user_file) if value is not None else "")
        elif root:
            value = _at(config, setting.path)
            origin = CONFIG if _at(written, setting.path) is not None else "default"
            if setting.name in NAME_TABLES:
                yield from (SettingValue(setting._replace(name=f"{setting.name}.{key}"), text, CONFIG)
                            for key, text in (value or {}).items())  # fmt: skip
            else:
                is_set = value not in (None, "", [])
                yield SettingValue(setting, value if is_set else None, origin if is_set else "")


def change_setting(
    setting: ConfigSetting, given: Sequence[str] | None, root: Path | None, user_file: Path, *, write: bool = True
) -> store.ChangeSet:
    """Give *setting* its value in its file, or remove it if *given* is ``None``; comments stay.

    Without *write*, API keys are masked in the changes, which are to be shown.

    Raises:
        InputError: If this setting is not changed so, has another kind of value, or is one of a list and there is none.
        InvalidRecord: If ``moebib.toml`` is invalid.
    """
    if setting.home == "environment":
        raise InputError(f"{setting.name!r} is not in a file; set the environment variable {setting.variable}")
    if hint := _BY_COMMAND.get(setting.name):
        raise InputError(f"{setting.name!r} is not changed by this command\nhint: {hint}")
    if given is not None and not setting.is_list and len(given) != 1:
        raise InputError(f"{setting.name!r} takes one value, not {len(given)}")
    value = None if given is None else list(given) if setting.is_list else given[0]
    if setting.home == "user":
        file = real_path(user_file)  # a link to it, as those of programs that manage such files, stays one
        with store.lock(file.parent, write=write):
            return _change_user_file(setting, value, file, write=write)
    assert root
    with store.lock(root, write=write):
        text = store.read_text_strictly(root / CONFIG)
        if findings := parse_entry(text, Config, file=CONFIG)[1]:
            raise InvalidRecord(findings)
        new = _changed(text, setting, value)
        config, findings = parse_entry(new, Config, file=CONFIG)
        if findings:
            raise _invalid(setting, findings[0].message, findings[0].hint)
        if config and setting.path[0] == "check":
            _check_rules(setting, config)
        changes = store.ChangeSet.plan(root, {CONFIG: new})
        if write:
            changes.apply()
    return changes


def _change_user_file(setting: ConfigSetting, value: Any, file: Path, *, write: bool) -> store.ChangeSet:
    before = set(read_user_settings(file).keys.values())
    old = store.read_text(file) or ""
    new = _changed(old, setting, value)
    settings = parse_user_settings(new, file)
    try:
        check_user_settings(settings)
    except InputError as error:
        raise _invalid(setting, str(error).removeprefix(f"{error.where}: ")) from None
    if write and new != old:
        store.create_private(file)
    changes = store.ChangeSet.plan(None, {file.as_posix(): new}, folder=store.missing_folder(file))
    if write:
        changes.apply()
        return changes
    shown = dict.fromkeys(before, "") | {key: " (new)" for key in settings.keys.values() if key not in before}
    return replace(changes, files=tuple(_without(shown, change) for change in changes))


def _check_rules(setting: ConfigSetting, config: Config) -> None:
    """Accept only rules that exist, as `moebib check` does."""
    from moebib.checks.engine import select_rules

    try:
        select_rules(config.check.select, config.check.ignore)
    except InputError as error:
        raise _invalid(setting, str(error)) from None


def _changed(text: str, setting: ConfigSetting, value: Any) -> str:
    """*text* with *value* at the path of *setting*; a table that gets empty is removed, unless it means something."""
    data = decode(text)
    *table, name = setting.path
    fields = dict(data.get(table[0], {})) if table else data
    fields = {key: old for key, old in fields.items() if key != name} | ({} if value is None else {name: value})
    if not table:
        return edit(text, data, fields)
    is_kept = fields or (table[0] == "readme" and "readme" in data)
    rest = {key: old for key, old in data.items() if key != table[0]}
    return edit(text, data, {**data, table[0]: fields} if is_kept else rest)


def _invalid(setting: ConfigSetting, reason: str, hint: str | None = None) -> InputError:
    reason = reason.removeprefix(f"{setting.name}: ") + (f"\nhint: {hint}" if hint else "")
    return InputError(f"invalid value for {setting.name!r}: {reason}")


def _without(secrets: Mapping[str, str], change: store.FileChange) -> store.FileChange:
    """*change* with *secrets* masked, each followed by a remark."""
    old, new = change.old or "", change.new or ""
    for secret, remark in secrets.items():
        old, new = (text.replace(secret, masked(secret) + remark) for text in (old, new))
    return change._replace(old=old if change.old is not None else None, new=new)


def _at(data: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = data
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def masked(secret: str) -> str:
    """*secret* as it can be shown: its end, if it is long.

    >>> masked("abcdefghijklmnop"), masked("short")
    ('…mnop', '…')
    """
    return f"…{secret[-_SHOWN_OF_SECRET:]}" if len(secret) >= _LONG_SECRET else "…"
