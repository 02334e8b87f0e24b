" What a writer does in Vim with ALE, and what is seen.
"
" Started by vim.rs. Each of $CHECKS writes `ok NAME` or `FAILED NAME: why` to the file $REPORT, whatever became of those
" before it; Vim ends with the number of those that failed. In the environment: EXTENSION and ALE (a package, if empty) are
" put on the runtimepath, PROJECT is the folder of the documents, PATIENCE is in milliseconds.

set nocompatible encoding=utf-8 hidden noswapfile shortmess+=aoOtTIF nomore
set completeopt=menuone,noinsert
let &runtimepath = join([$EXTENSION, empty($ALE) ? &runtimepath : $ALE, $VIMRUNTIME], ',')
filetype plugin on

let g:ale_linters = {'markdown': ['rolecall']}
let g:ale_fixers = {'markdown': ['rolecall#Fix']}
let g:ale_lint_delay = 10
let g:ale_hover_to_preview = 1
let g:ale_echo_cursor = 0

if empty($ALE)
    packadd! ale
endif

runtime plugin/ale.vim

let s:failed = 0
let s:menu = ''

function! s:Say(line) abort
    call writefile([a:line], $REPORT, 'a')
endfunction

function! s:Check(name) abort
    try
        call call('s:' . a:name, [])
        call s:Say('ok ' . substitute(a:name, '_', ' ', 'g'))
    catch
        let s:failed += 1
        call s:Say('FAILED ' . substitute(a:name, '_', ' ', 'g') . ': ' . v:exception)
    endtry
endfunction

" Waits until the expression is true; if it never is, fails and says why.
function! s:WaitFor(why, Probe) abort
    let l:waited = 0

    while !a:Probe()
        if l:waited > str2nr($PATIENCE)
            throw a:why
        endif

        sleep 10m
        let l:waited += 10
    endwhile
endfunction

function! s:Document(name) abort
    silent wall
    execute 'edit' fnameescape($PROJECT . '/' . a:name)
endfunction

" Puts the cursor on the first `text`.
function! s:On(text) abort
    call cursor(1, 1)

    if !search('\V' . a:text, 'cW')
        throw 'the document does not have: ' . a:text
    endif
endfunction

function! s:Findings(rule) abort
    return filter(copy(get(get(g:ale_buffer_info, bufnr(''), {}), 'loclist', [])), 'v:val.code is# a:rule')
endfunction

" What is marked on the screen.
function! s:Marked(line) abort
    let l:marks = filter(getmatches(), 'v:val.group =~# "^ALE" && has_key(v:val, "pos1")')
    let l:marks = filter(l:marks, 'v:val.pos1[0] == a:line')

    return map(l:marks, 'strpart(getline(a:line), v:val.pos1[1] - 1, v:val.pos1[2])')
endfunction

function! s:attached() abort
    call s:Document('docs/fitting.md')
    call s:WaitFor('rolecall did not start', {-> exists('g:started')})
endfunction

function! s:diagnostic() abort
    call s:WaitFor('nothing is underlined', {-> !empty(s:Findings('generic-story-role'))})
    call s:WaitFor('nothing is marked', {-> !empty(s:Marked(3))})

    if s:Marked(3) != ['user']
        throw 'marked is ' . string(s:Marked(3))
    endif

    call cursor(1, 1)
    ALENext

    if expand('<cword>') isnot# 'user'
        throw 'the next finding is at ' . expand('<cword>')
    endif
endfunction

function! s:hover() abort
    call s:On('store manager')
    ALEHover
    call s:WaitFor('the hover shows nothing', {-> s:Preview() =~# 'Runs the shop'})
    pclose
endfunction

function! s:Preview() abort
    let l:windows = filter(range(1, winnr('$')), 'getwinvar(v:val, "&previewwindow")')

    return empty(l:windows) ? '' : join(getbufline(winbufnr(l:windows[0]), 1, '$'), "\n")
endfunction

function! s:quick_fix() abort
    call s:On('user')
    let s:menu = ''
    ALECodeAction
    call s:WaitFor('no quick fix is offered', {-> !empty(s:menu)})
    call s:WaitFor('the line is now: ' . getline(3) . '; offered were ' . s:menu,
    \   {-> getline(3) =~# 'As a store manager, I want to see every width'})
    write
    call s:WaitFor('the finding is still there', {-> empty(s:Findings('generic-story-role'))})
endfunction

" A command of its own, which a server that finds nothing does not have.
function! s:fix_all() abort
    ALEFix
    call s:WaitFor('nothing is mended', {-> getline(7) is# '👟 Am Größentisch the shoe fitter waits.'})
endfunction

function! s:completion() abort
    call append('$', ['', 'As a sh'])
    call cursor('$', 1)
    set omnifunc=ale#completion#OmniFunc
    let s:begin = reltime()
    " Keys that are typed too soon end the search for completions.
    call timer_start(20, function('s:Choose'), {'repeat': -1})
    call feedkeys("A\<C-x>\<C-o>", 'tx!')

    if getline('$') isnot# 'As a shoe fitter'
        throw 'the role is not put in, the line is: ' . getline('$')
    endif

    call setline('$', getline('$') . ', I want a stool, so that I can sit.')
    write
endfunction

" Takes the completion once there is one.
function! s:Choose(timer) abort
    if pumvisible() || reltimefloat(reltime(s:begin)) * 1000 > str2nr($PATIENCE)
        call timer_stop(a:timer)
        call feedkeys(pumvisible() ? "\<C-y>\<Esc>" : "\<C-e>\<Esc>", 't')
    endif
endfunction

function! s:definition() abort
    call s:On('store manager')
    ALEGoToDefinition
    call s:WaitFor('no definition is found', {-> getline('.') is# 'name = "store manager"'})
    call s:Document('docs/fitting.md')
endfunction

function! s:references() abort
    call s:On('store manager')
    ALEFindReferences -quickfix
    call s:WaitFor('nothing is listed', {-> len(getqflist()) == 4})
    cclose
endfunction

function! s:rename() abort
    call s:Document('docs/fitting.md')
    call s:On('store manager, I want to see who')
    ALERename
    call s:WaitFor('nothing is renamed', {-> search('\VAs an owner, I want to see who waits', 'cw')})
    silent wall
endfunction

function! s:settings() abort
    call s:WaitFor('nothing is underlined', {-> !empty(s:Findings('generic-role'))})
    let g:ale_markdown_rolecall_config = {'rolecall': {'rules': {'generic-role': 'off'}}}
    ALELint
    call s:WaitFor('the finding is still there', {-> empty(s:Findings('generic-role'))})
    let g:ale_markdown_rolecall_config = {}
endfunction

function! s:restart() abort
    call s:Document('docs/fitting.md')
    unlet! g:started
    ALEStopAllLSPs
    " When the old server ends, ALE ends what runs in its place by then.
    call s:WaitFor('the server does not end', {-> empty(s:Jobs())})
    sleep 50m
    ALELint
    call s:WaitFor('rolecall did not start again', {-> exists('g:started')})
    call s:WaitFor('nothing is underlined', {-> !empty(s:Findings('generic-role'))})
endfunction

function! s:Jobs() abort
    return filter(job_info(), 'job_status(v:val) is# "run"')
endfunction

function! s:Run() abort
    " The questions that a writer answers.
    runtime autoload/ale/util.vim
    function! ale#util#Input(prompt, value, ...) abort
        let s:menu = a:prompt

        return a:prompt =~# '^Code Fixes' ? '1' : 'owner'
    endfunction

    autocmd User ALELSPStarted let g:started = 1

    " Whatever goes wrong, Vim ends.
    try
        for l:name in split($CHECKS, ',')
            call s:Check(substitute(l:name, ' ', '_', 'g'))
        endfor

        ALEStopAllLSPs
    catch
        let s:failed += 1
        call s:Say('FAILED at the end: ' . v:exception)
    endtry

    execute 'cquit' s:failed
endfunction

autocmd VimEnter * ++nested call s:Run()
