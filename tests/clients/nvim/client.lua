-- Neovim drives the language server: an example is opened, damaged, repaired, asked about, renamed and formatted.
--
-- Run by compiler/cli/tests/clients.rs:
--   KOHORT=… STUDY=… PLUGIN=… nvim --headless --clean -u tests/clients/nvim/client.lua
-- where STUDY is a copy of examples/early_onset_colorectal. It prints a line for each step, and ends with exit code 1 at
-- the first that fails. Everything goes through Neovim's own functions, those that keys are mapped to.

-- As a plugin manager does, before types of files are looked for.
vim.opt.runtimepath:prepend(vim.env.PLUGIN)
vim.cmd('filetype plugin on')
vim.cmd('syntax on')

local steps = {}
local waited = 20000

local function check(truth, message)
  if not truth then
    error(message, 2)
  end
end

local function equal(found, wanted, what)
  check(vim.deep_equal(found, wanted), ('%s is %s, and not %s'):format(what, vim.inspect(found), vim.inspect(wanted)))
end

local function wait(what, condition)
  local value
  local came = vim.wait(waited, function()
    value = condition()
    return value and true or false
  end, 20)
  check(came, 'waited in vain for ' .. what)
  return value
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

-- Puts the cursor on the first or the given occurrence of a text, `into` bytes behind its beginning.
local function at(wanted, into, from)
  for line = from or 1, vim.fn.line('$') do
    local column = vim.fn.getline(line):find(wanted, 1, true)
    if column then
      vim.api.nvim_win_set_cursor(0, { line, column - 1 + (into or 0) })
      return line
    end
  end
  error('the study has no ' .. wanted)
end

-- Replaces the only occurrence of a text.
local function change(old, new)
  local line = at(old)
  local before = vim.fn.getline(line)
  local start = before:find(old, 1, true)
  vim.api.nvim_buf_set_lines(0, line - 1, line, false, {
    before:sub(1, start - 1) .. new .. before:sub(start + #old),
  })
end

local function codes()
  return vim.tbl_map(function(diagnostic)
    return diagnostic.code or diagnostic.user_data.lsp.code
  end, vim.diagnostic.get(0))
end

-- What was published last for this buffer; what is still to come has a later version.
local published = {}

local function current()
  local last = published[vim.uri_from_bufnr(0)]
  return last and (last.version == nil or last.version == vim.lsp.util.buf_versions[vim.api.nvim_get_current_buf()])
end

local function is_clean()
  return current() and #vim.diagnostic.get(0) == 0
end

local function float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      local buffer = vim.api.nvim_win_get_buf(window)
      return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n'), window
    end
  end
end

local study

function steps.the_server_starts_with_the_study()
  local handler = vim.lsp.handlers['textDocument/publishDiagnostics']
  vim.lsp.handlers['textDocument/publishDiagnostics'] = function(fault, result, ...)
    published[result.uri] = result
    return handler(fault, result, ...)
  end
  require('kohort').setup({ cmd = { vim.env.KOHORT, 'lsp' } })
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.STUDY))
  equal(vim.bo.filetype, 'kohort', 'the type of the file')
  wait('the server', function()
    local client = require('kohort').clients()[1]
    return client and client.initialized
  end)
  study = text()
end

function steps.the_example_is_clean()
  wait('diagnostics without a finding', is_clean)
end

function steps.a_misspelt_name_is_found_where_it_stands()
  change('code in colorectal during accrual', 'code in colorectl during accrual')
  wait('a diagnostic', function()
    return current() and #vim.diagnostic.get(0) > 0
  end)
  local found = vim.diagnostic.get(0)
  equal(codes(), { 'K0201' }, 'the codes')
  local line = at('colorectl during')
  equal({ found[1].lnum, found[1].severity }, { line - 1, vim.diagnostic.severity.ERROR }, 'the place and severity')
  local word = vim.fn.getline(line):sub(found[1].col + 1, found[1].end_col)
  equal(word, 'colorectl', 'what is underlined')
  check(found[1].message:find('colorectal', 1, true), 'the message names no other: ' .. found[1].message)
end

function steps.the_quick_fix_repairs_it()
  at('colorectl during')
  local titles = {}
  vim.ui.select = function(items, _, chosen)
    for _, item in ipairs(items) do
      local action = item[2] or item.action or item
      table.insert(titles, action.title)
    end
    chosen(items[1], 1)
  end
  vim.lsp.buf.code_action()
  wait('the repaired text', function()
    return text() == study
  end)
  check(#titles == 0 or titles[1]:find('colorectal', 1, true), 'the first fix is ' .. vim.inspect(titles))
  wait('diagnostics without a finding', is_clean)
end

function steps.completion_offers_the_attributes()
  at('cancer.stage >= stage_iv', #'cancer.')
  local client = require('kohort').clients()[1]
  local parameters = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/completion', parameters, waited)
  local _, answer = next(answers or {})
  check(answer and answer.result, 'there is no answer: ' .. vim.inspect(answers))
  local offered = {}
  for _, item in ipairs(answer.result.items or answer.result) do
    offered[item.label] = item
  end
  for _, attribute in ipairs({ 'date', 'code', 'stage', 'stage_system' }) do
    check(offered[attribute], attribute .. ' is not offered')
  end
  check(not offered.cohort, 'a keyword is offered behind a dot')
  equal(offered.stage.kind, vim.lsp.protocol.CompletionItemKind.Field, 'the kind of an attribute')
end

function steps.hover_tells_about_an_attribute()
  at('cancer.stage >= stage_iv', #'cancer.')
  vim.lsp.buf.hover()
  local shown = wait('a window', float)
  for _, word in ipairs({ 'stage', 'Group stage at diagnosis', 'us', 'uk', 'de', 'jp' }) do
    check(shown:find(word, 1, true), ('`%s` is not in what is shown:\n%s'):format(word, shown))
  end
  local _, window = float()
  vim.api.nvim_win_close(window, true)
end

function steps.a_definition_is_jumped_to()
  local declared = at('let last_visit')
  at('not before last_visit', #'not before ')
  vim.lsp.buf.definition()
  wait('the jump', function()
    return vim.fn.line('.') == declared
  end)
  equal(vim.fn.expand('<cword>'), 'last_visit', 'the word that was jumped to')
end

function steps.a_definition_of_the_library_is_shown()
  local here = vim.api.nvim_get_current_buf()
  at('code in colorectal during', #'code in ')
  vim.lsp.buf.definition()
  wait('the library', function()
    return vim.api.nvim_get_current_buf() ~= here
  end)
  equal(vim.api.nvim_buf_get_name(0), 'kohort-std:///std/codes/cancers.kohort', 'the name of the document')
  equal(vim.fn.getline('.'), 'codes colorectal {', 'the line that was jumped to')
  equal({ vim.bo.modifiable, vim.bo.filetype }, { false, 'kohort' }, 'whether it can be written, and its type')
  vim.api.nvim_set_current_buf(here)
end

function steps.a_definition_is_renamed_everywhere()
  at('let last_visit', #'let ')
  vim.lsp.buf.rename('last_seen')
  local wanted = study:gsub('%f[%w_]last_visit%f[^%w_]', 'last_seen')
  wait('the new name', function()
    return text() == wanted
  end)
  wait('diagnostics without a finding', is_clean)
  vim.cmd('silent undo')
  equal(text(), study, 'what is undone')
end

function steps.formatting_restores_the_style()
  change('parameter cutoff = 2024-06-30', 'parameter   cutoff=2024-06-30')
  change('  include stage_iv: cancer.stage', 'include   stage_iv:cancer.stage')
  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = waited })
  else
    vim.lsp.buf.formatting_sync(nil, waited)
  end
  equal(text(), study, 'the formatted text')
end

function steps.the_server_ends_when_it_is_told()
  local client = require('kohort').clients()[1]
  client.stop()
  wait('the end', function()
    return #require('kohort').clients() == 0
  end)
end

-- In the order in which they are written above.
local order = {
  'the_server_starts_with_the_study',
  'the_example_is_clean',
  'a_misspelt_name_is_found_where_it_stands',
  'the_quick_fix_repairs_it',
  'completion_offers_the_attributes',
  'hover_tells_about_an_attribute',
  'a_definition_is_jumped_to',
  'a_definition_of_the_library_is_shown',
  'a_definition_is_renamed_everywhere',
  'formatting_restores_the_style',
  'the_server_ends_when_it_is_told',
}

local function run()
  for _, name in ipairs(order) do
    local fine, fault = xpcall(steps[name], debug.traceback)
    io.stdout:write(('%s %s\n'):format(fine and 'ok' or 'FAILED', (name:gsub('_', ' '))))
    if not fine then
      io.stdout:write(fault, '\n', vim.inspect(published), '\n')
      vim.cmd('cquit 1')
    end
  end
  check(#order == vim.tbl_count(steps), 'a step is not run')
  vim.cmd('qall!')
end

-- Behind the start-up, when the editor takes events.
vim.defer_fn(run, 50)
