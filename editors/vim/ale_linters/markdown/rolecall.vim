" Description: PRDs and user stories that say who, with the language server rolecall. README.md has the settings.

call ale#Set('markdown_rolecall_executable', 'rolecall')
call ale#Set('markdown_rolecall_config', {})

function! ale_linters#markdown#rolecall#GetProjectRoot(buffer) abort
    let l:config = ale#path#FindNearestFile(a:buffer, 'rolecall.toml')

    if !empty(l:config)
        return fnamemodify(l:config, ':h')
    endif

    let l:git = finddir('.git', fnameescape(fnamemodify(bufname(a:buffer), ':p')) . ';')

    return fnamemodify(empty(l:git) ? bufname(a:buffer) : l:git, empty(l:git) ? ':p:h' : ':p:h:h')
endfunction

" ALE counts the letters of a line in bytes and does not tell the server.
call ale#linter#Define('markdown', {
\   'name': 'rolecall',
\   'lsp': 'stdio',
\   'executable': {buffer -> ale#Var(buffer, 'markdown_rolecall_executable')},
\   'command': '%e server --position-encoding utf-8',
\   'project_root': function('ale_linters#markdown#rolecall#GetProjectRoot'),
\   'lsp_config': {buffer -> ale#Var(buffer, 'markdown_rolecall_config')},
\})
