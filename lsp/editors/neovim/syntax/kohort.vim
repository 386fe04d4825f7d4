" Highlighting of Kohort studies. The words of the language are in syntax/kohort/words.vim, which is written from the
" compiler's own table; a language server that sends semantic tokens colours on top of this.
if exists('b:current_syntax')
  finish
endif

syntax case match
syntax iskeyword @,48-57,_,192-255

" Words first: of items that begin at the same place Vim takes the one that is defined last.
runtime! syntax/kohort/words.vim

syntax match kohortNumber /\v<\d+%(\.\d+)?>/
syntax match kohortDate /\v<\d{4}-%(Q[1-4]|\d\d%(-\d\d)?)>/
syntax match kohortOrdinal /\v<\d+%(st|nd|rd|th)>/
syntax match kohortCriterion /\v%(<%(include|exclude)\s+)@<=\w+\ze\s*:/
syntax match kohortDefinition /\v%(<let\s+)@<=\w+\ze\s*\=/
syntax match kohortComment /\v\/\/.*$/ contains=@Spell
syntax match kohortDocumentation "\v///(/)@!.*$" contains=@Spell
syntax match kohortEscape /\\./ contained
syntax region kohortText start=/"/ end=/"/ oneline contains=kohortEscape,@Spell

highlight default link kohortNumber Number
highlight default link kohortDate Number
highlight default link kohortOrdinal Number
highlight default link kohortCriterion Identifier
highlight default link kohortDefinition Identifier
highlight default link kohortComment Comment
highlight default link kohortDocumentation SpecialComment
highlight default link kohortText String
highlight default link kohortEscape SpecialChar

let b:current_syntax = 'kohort'
