# PRDs and user stories that say who: rolecall in Markdown, with kakoune-lsp 18 or newer.
#
# Source this behind kakoune-lsp's own commands. README.md, beside this file, has the keys, the settings, and how other
# servers are kept.

declare-option -docstring 'the servers of Markdown: what lsp_servers is set to' str rolecall_servers %{
    [rolecall]
    args = ["server"]
    root_globs = ["rolecall.toml", ".git", ".hg"]
    settings_section = "rolecall"
}

hook -group rolecall global BufSetOption filetype=markdown %{
    set-option buffer lsp_servers %opt{rolecall_servers}
}

define-command rolecall-fix-all -docstring 'mend all in this buffer that is safe to mend at once' %{
    lsp-code-actions-sync source.fixAll.rolecall
}
