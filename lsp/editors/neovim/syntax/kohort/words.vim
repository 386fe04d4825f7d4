" Written by grammar/tests/highlighting.rs from grammar/src/lexicon.rs; change that.
" The words of the language. Reserved ones are keywords everywhere but after a dot; see syntax/kohort.vim.

syntax match kohortItem /\v\.@1<!<%(let|use|characteristic|parameter|precision|endpoint|analyte|regimen|cohort|report|source|codes|drugs|lines|model|study|drug|test)>%(\s*[:.]|\s*\=\=@!)@!/
highlight default link kohortItem Statement

syntax match kohortEntry /\v\.@1<!<%(exclude|include|discontinuation|continuation|minimum_cell|standardised|interchange|maintenance|unavailable|confidence|proportion|separately|stratified|treatments|attrition|competing|confirmed|continues|delimiter|incidence|otherwise|plausible|adjusted|advances|anchored|baseline|censored|compared|distinct|encoding|entering|excluded|landmark|negative|optional|starting|survival|weighted|breaker|convert|counted|country|covered|decimal|derived|dropped|highest|integer|looking|opt_out|patient|precise|records|setting|stopped|unknown|version|without|absent|always|anchor|covers|cycles|except|expect|header|lowest|others|period|placed|supply|switch|unless|window|added|again|ahead|alone|blank|bound|class|cycle|dated|event|every|index|moved|names|never|parts|plain|rates|table|times|until|back|code|date|dose|each|kept|line|list|look|many|most|name|plus|rows|text|that|unit|when|with|zero|cox|for|its|key|log|met|new|one|own|per|the|top|as|by|no)>%(\s*[:.]|\s*\=\=@!)@!/
highlight default link kohortEntry Keyword

syntax match kohortClause /\v\.@1<!<%(before|during|within|after|where|from|of|on|to|joined)>%(\s*[:.]|\s*\=\=@!)@!/
highlight default link kohortClause Keyword

syntax match kohortPick /\v\.@1<!<%(nearest|count|first|last|any|earliest|episodes|latest|median|start|mean|age|end|gap|max|min|sum|at)>%(\s*[:.]|\s*\=\=@!)@!/
highlight default link kohortPick Function

syntax match kohortOperator /\v\.@1<!<%(else|and|not|if|in|is|or|available|contains|overlaps|starts|ends|none|only|all|has)>%(\s*[:.]|\s*\=\=@!)@!/
highlight default link kohortOperator Operator

syntax match kohortConstant /\v\.@1<!<%(missing|false|known|true)>%(\s*[:.]|\s*\=\=@!)@!/
highlight default link kohortConstant Constant

syntax match kohortType /\v\.@1<!<%(Category|Quantity|Analyte|Boolean|Decimal|Integer|Ordered|Code|Date|Drug|Text)>%(\s*[:.]|\s*\=\=@!)@!/
highlight default link kohortType Type

syntax match kohortCalendar /\v\.@1<!<%(quarter|months|month|weeks|years|days|week|year|day)>%(\s*[:.]|\s*\=\=@!)@!/
highlight default link kohortCalendar Special
