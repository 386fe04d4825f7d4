" The command :Kohort, and the documents that the language server has: the standard library and the pages of codes.
if exists('g:loaded_kohort') || !has('nvim-0.7')
  finish
endif
let g:loaded_kohort = 1

augroup kohort
  autocmd!
  autocmd BufReadCmd kohort-std://*,kohort-explain://* lua require('kohort.texts').read(vim.fn.expand('<amatch>'), vim.fn.expand('<abuf>'))
augroup END

command! -nargs=1 -complete=customlist,s:Complete Kohort call luaeval("require('kohort.commands').run(_A)", <q-args>)

function! s:Complete(lead, line, position) abort
  return filter(luaeval("require('kohort.commands').names()"), 'stridx(v:val, a:lead) == 0')
endfunction
