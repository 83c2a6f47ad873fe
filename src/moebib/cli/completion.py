"""`moebib completion`."""

from __future__ import annotations

import click

from moebib.cli._output import Terminal

GROUP = "Help"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print a script with which a shell completes commands, options, keys, tags and more.

    \b
    bash 4.4 or newer, in ~/.bashrc:   eval "$(moebib completion bash)"
    zsh, in ~/.zshrc after compinit:   eval "$(moebib completion zsh)"
    fish, once:
      moebib completion fish > ~/.config/fish/completions/moebib.fish

    \b
    Examples:
      moebib completion bash
      moebib completion fish
    """  # noqa: D301 - click wants the character, not its name
    from click.shell_completion import get_completion_class

    out: Terminal = ctx.obj
    kind = get_completion_class(shell)
    assert kind
    variables = kind(ctx.find_root().command, {}, "moebib", "_MOEBIB_COMPLETE").source_vars()
    script = kind.source_template % variables
    # The script of click for fish would end values and their descriptions at the first comma.
    out.data(script.replace('string split ","', 'string split --max 1 ","'))
