" Settings of buffers with Kohort, and the start of the language server.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:///,:// commentstring=//\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal shiftwidth=2 softtabstop=2 expandtab
setlocal iskeyword=@,48-57,_,192-255
setlocal suffixesadd=.kohort
let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< shiftwidth< softtabstop< expandtab< iskeyword< suffixesadd<'

if has('nvim-0.7') && get(g:, 'kohort_autostart', 1)
  lua require('kohort').attach(0)
endif
