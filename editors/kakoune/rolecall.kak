# PRDs and user stories that say who: rolecall in Markdown, with kakoune-lsp 18 or newer.
#
# Source this behind kakoune-lsp's own commands. README.md, beside this file, has the keys and the settings.

declare-option -docstring 'how kakoune-lsp starts rolecall: a table for lsp_servers' str rolecall_server %{
    [rolecall]
    args = ["server"]
    root_globs = ["rolecall.toml", ".git", ".hg"]
    settings_section = "rolecall"
}

# Other servers that hooks before this one have set for Markdown stay.
hook -group rolecall global BufSetOption filetype=markdown %{
    evaluate-commands %sh{
        case "$kak_opt_lsp_servers" in
            *'[rolecall]'*) ;;
            *) echo 'set-option -add buffer lsp_servers %opt{rolecall_server}' ;;
        esac
    }
}

define-command rolecall-fix-all -docstring 'mend all in this buffer that is safe to mend at once' %{
    lsp-code-actions-sync source.fixAll.rolecall
}
