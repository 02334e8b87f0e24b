" Description: What ALE calls of rolecall besides the language server.

" A fixer for ALE: mends all that is safe to mend at once.
function! rolecall#Fix(buffer) abort
    let l:executable = ale#Var(a:buffer, 'markdown_rolecall_executable')

    return {'command': ale#Escape(l:executable) . ' check --fix --stdin-filename %s'}
endfunction
