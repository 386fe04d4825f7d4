-- The command :Kohort: what the server executes about the study in the current buffer.
local M = {}

-- What may follow :Kohort, the server's command, the buffer in which its answer is shown, and whether it reads the file.
local commands = {
  tests = { 'kohort.runTests', 'tests', true },
  attrition = { 'kohort.attrition', 'attrition', true },
  plan = { 'kohort.showPlan', 'plan' },
  protocol = { 'kohort.showProtocol', 'protocol' },
  diff = { 'kohort.diffWithLastCommit', 'diff' },
  cancel = { 'kohort.cancel', 'cancel' },
}

function M.names()
  local names = vim.tbl_keys(commands)
  table.insert(names, 'restart')
  table.sort(names)
  return names
end

-- The attrition as lines: a cohort, its steps, and what each leaves in each source.
function M.attrition(answer)
  local cohorts, order = {}, {}
  for _, source in ipairs(answer.sources) do
    for _, cohort in ipairs(source.cohorts) do
      if not cohorts[cohort.cohort] then
        cohorts[cohort.cohort] = { names = {}, kept = {} }
        table.insert(order, cohort.cohort)
      end
      local steps = cohorts[cohort.cohort]
      for _, step in ipairs(cohort.steps) do
        if not steps.kept[step.name] then
          steps.kept[step.name] = {}
          table.insert(steps.names, step.name)
        end
        table.insert(steps.kept[step.name], ('%s %s'):format(source.source, step.kept))
      end
    end
  end
  local lines = {}
  for _, cohort in ipairs(order) do
    table.insert(lines, cohort)
    for _, name in ipairs(cohorts[cohort].names) do
      table.insert(lines, ('  %-28s %s'):format(name, table.concat(cohorts[cohort].kept[name], ' · ')))
    end
  end
  return table.concat(lines, '\n')
end

local function restart()
  for _, client in ipairs(require('kohort').clients()) do
    client.stop()
  end
  vim.defer_fn(function()
    vim.cmd('edit')
  end, 500)
end

function M.run(name)
  if name == 'restart' then
    return restart()
  elseif not commands[name] then
    return vim.notify(('There is no :Kohort %s; there are %s.'):format(name, table.concat(M.names(), ', ')))
  end
  local command, title, reads = unpack(commands[name])
  if reads then
    vim.cmd('silent update')
  end
  local argument = { uri = vim.uri_from_bufnr(0), people = require('kohort').options.people }
  local parameters = { command = command, arguments = { argument } }
  vim.lsp.buf_request(0, 'workspace/executeCommand', parameters, function(fault, answer)
    if fault then
      vim.notify(fault.message, vim.log.levels.ERROR)
    elseif type(answer) == 'table' and answer.text then
      require('kohort.texts').show(title, answer.text, answer.language or 'text')
    elseif type(answer) == 'table' and answer.sources then
      require('kohort.texts').show(title, M.attrition(answer), 'text')
    end
  end)
end

return M
