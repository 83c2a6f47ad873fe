"""`moebib config`."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Literal

import click

from moebib.cli._completion import complete_settings
from moebib.cli._list import list_root, point_to_build
from moebib.cli._options import Preview, json_option, preview_options
from moebib.cli._output import Terminal
from moebib.places import cache_folder, user_file

if TYPE_CHECKING:
    from moebib.commands.known_settings import ConfigSetting
    from moebib.commands.settings import SettingValue

GROUP = "Help"


class _Action(click.Choice[str]):
    """What to do with a setting; in other programs, its name is enough."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from moebib.commands.known_settings import known_settings

        if value not in self.choices and value in known_settings():
            actions = f"`moebib config get {value}` or `moebib config set {value} VALUE`"
            raise click.UsageError(f"missing action before {value!r}\nhint: write {actions}", ctx)
        return super().convert(value, param, ctx)


@click.command()
@click.argument("action", type=_Action(["list", "get", "set", "unset"]), default="list", metavar="[list|get|set|unset]")
@click.argument("setting", required=False, shell_complete=complete_settings)
@click.argument("values", nargs=-1, metavar="[VALUE]...")
@click.option("--show-origin", is_flag=True, help="Show the file or environment variable of each value, too.")
@json_option
@preview_options(needs="set or unset")
@click.pass_obj
def config(
    out: Terminal,
    action: Literal["list", "get", "set", "unset"],
    setting: str | None,
    values: tuple[str, ...],
    show_origin: bool,
    as_json: bool,
    preview: Preview,
) -> None:
    """Show or change settings, of the list and of yours for all lists.

    Settings of the list are in its moebib.toml, and `mailto` and the API keys in your own file; environment variables
    take precedence. All values that are in effect are listed; API keys are never shown whole. `set` changes the file in
    place and keeps your comments. A setting that is a list takes several values, or none; with - as the value, it is
    read from stdin, so that a key is not in the history of your shell.

    The exit code is 1 if `get` finds that the setting has no value.

    \b
    Examples:
      moebib config --show-origin
      moebib config get readme.style
      moebib config set mailto ann@example.org
      moebib config set check.ignore missing-doi MB37
      moebib config set keys.openalex -
      moebib config unset check.ignore
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.known_settings import find_setting

    if (action == "list") is not (setting is None):
        raise click.UsageError("missing argument 'SETTING'" if setting is None else "list takes no SETTING")
    if values and action != "set":
        raise click.UsageError(f"{action} takes no VALUE")
    if not preview.write and action in ("list", "get"):
        raise click.UsageError("--dry-run and --diff need set or unset")
    if setting is None:
        _print_list(out, show_origin=show_origin, as_json=as_json)
    elif action == "get":
        _print_value(out, find_setting(setting), show_origin=show_origin, as_json=as_json)
    else:
        _change(out, find_setting(setting), values if action == "set" else None, preview, as_json=as_json)


def _values(out: Terminal) -> list[SettingValue]:
    from moebib import store
    from moebib.commands.settings import values_of

    return list(values_of(store.find_root(out.folder), user_file(), os.environ, cache_folder()))


def _print_list(out: Terminal, *, show_origin: bool, as_json: bool) -> None:
    values = _values(out)
    if as_json:
        out.json([_as_data(value) for value in values])
        return
    rows = ((value.setting.name, _text(value), *([value.origin] if show_origin else [])) for value in values)
    head = ("SETTING", "VALUE", *(["ORIGIN"] if show_origin else []))
    out.table(head, rows, least={"ORIGIN": 20, "VALUE": 20} if show_origin else {"VALUE": 20})


def _print_value(out: Terminal, setting: ConfigSetting, *, show_origin: bool, as_json: bool) -> None:
    from moebib.commands.settings import SettingValue

    unset = SettingValue(setting, None, "")
    value = next((value for value in _values(out) if value.setting.name == setting.name), unset)
    if as_json:
        out.json(_as_data(value))
    elif value.value is not None:
        is_plain_list = isinstance(value.value, list) and all(isinstance(item, str) for item in value.value)
        text = "\n".join(value.value) if is_plain_list else _text(value)
        out.text(f"{value.origin}\t{text}" if show_origin else text)
    if value.value is None:
        out.say(f"{setting.name!r} is not set")
        raise click.exceptions.Exit(1)


def _change(
    out: Terminal, setting: ConfigSetting, values: tuple[str, ...] | None, preview: Preview, *, as_json: bool
) -> None:
    from moebib import store
    from moebib.commands.settings import change_setting
    from moebib.text.encoding import decode_bytes

    root = list_root(out) if setting.home == "list" else None
    if values == ("-",):
        values = (decode_bytes(store.read_stdin()).text.strip(),)
    changes = change_setting(setting, values, root, user_file(), write=preview.write)
    if preview.write:
        out.say(changes.summary(applied=True) if changes else "nothing to change")
    out.changes(changes, preview, {"setting": setting.name} if as_json else None)
    if os.environ.get(setting.variable, "").strip():
        out.warn(f"{setting.variable} is set, and takes precedence")
    if changes and preview.write and setting.home == "list":
        point_to_build(out)


def _as_data(value: SettingValue) -> dict[str, Any]:
    shown = _text(value) if value.setting.is_secret and value.value else value.value
    return {
        "setting": value.setting.name,
        "value": shown,
        "origin": value.origin or None,
        "meaning": value.setting.meaning,
    }


def _text(value: SettingValue) -> str:
    """The value on one line."""
    from moebib.commands.settings import masked

    if value.value is None:
        return ""
    if value.setting.is_secret:
        return masked(value.value)
    if isinstance(value.value, list) and all(isinstance(item, str) for item in value.value):
        return ", ".join(value.value)
    return value.value if isinstance(value.value, str) else json.dumps(value.value, ensure_ascii=False)
