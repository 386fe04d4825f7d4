-- Texts that are in no file: the standard library and the pages of codes, which the server has, and what commands answer.
local M = {}

local function fill(buffer, text, filetype)
  local set = vim.api.nvim_buf_set_option
  set(buffer, 'readonly', false)
  set(buffer, 'modifiable', true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split((text:gsub('\n$', '')), '\n'))
  set(buffer, 'swapfile', false)
  set(buffer, 'filetype', filetype)
  set(buffer, 'modified', false)
  set(buffer, 'modifiable', false)
  set(buffer, 'readonly', true)
end

-- Fills a buffer that was opened by the address of a text of the server.
function M.read(uri, buffer)
  buffer = tonumber(buffer)
  local client = require('kohort').clients()[1]
  if not client then
    vim.notify('The text is in the language server, and none runs: open a study first.', vim.log.levels.ERROR)
    return
  end
  local answer, fault = client.request_sync('kohort/text', { uri = uri }, 5000, buffer)
  if not answer or answer.err then
    local reason = fault or (answer and answer.err.message) or 'no answer'
    vim.notify(('%s cannot be shown: %s'):format(uri, reason), vim.log.levels.ERROR)
    return
  end
  vim.api.nvim_buf_set_option(buffer, 'buftype', 'nowrite')
  fill(buffer, answer.result, uri:match('%.md$') and 'markdown' or 'kohort')
end

-- Shows an answer in a window of its own; the next one of its name takes its place.
function M.show(name, text, filetype)
  local title = 'kohort://' .. name
  local buffer = vim.fn.bufnr('^' .. title .. '$')
  if buffer < 0 then
    buffer = vim.api.nvim_create_buf(true, true)
    vim.api.nvim_buf_set_name(buffer, title)
  end
  fill(buffer, text, filetype)
  if vim.fn.bufwinid(buffer) < 0 then
    vim.cmd('vertical sbuffer ' .. buffer)
  end
end

return M
