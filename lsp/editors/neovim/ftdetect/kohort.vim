autocmd BufRead,BufNewFile *.kohort setfiletype kohort
