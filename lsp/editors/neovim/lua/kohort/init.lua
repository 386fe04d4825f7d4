-- The language server in Neovim: `kohort lsp`, one for each project.
--
-- Neovim 0.11 and later starts it by `vim.lsp.enable`, with lsp/kohort.lua; before, this module does.
local M = {}

M.options = {
  -- The command that starts the server.
  cmd = { 'kohort', 'lsp' },
  -- The sources that studies are checked against; all of the project if empty.
  sources = {},
  -- How many people are invented for each source when the attrition is counted.
  people = 500,
  -- Called with the client and the buffer, for mappings of one's own.
  on_attach = nil,
  -- What the editor can do; a plugin for completion says more than Neovim itself.
  capabilities = nil,
}

local enabled = false
local by_root = {}

-- The options in the words of the server.
function M.settings()
  return { kohort = { sources = M.options.sources, synthetic = { people = M.options.people } } }
end

-- The folder of the project that a file belongs to: the next one above it with a manifest, or a repository, or its own.
function M.root(path)
  local folder = vim.fn.fnamemodify(path, ':p:h')
  for _, marker in ipairs({ 'kohort.toml', '.git' }) do
    local found = vim.fn.findfile(marker, folder .. ';')
    if found == '' then
      found = vim.fn.finddir(marker, folder .. ';')
    end
    if found ~= '' then
      return vim.fn.fnamemodify((vim.fn.fnamemodify(found, ':p'):gsub('/$', '')), ':h')
    end
  end
  return folder
end

-- The clients that run, whatever the version of Neovim.
function M.clients()
  local all = (vim.lsp.get_clients or vim.lsp.get_active_clients)()
  return vim.tbl_filter(function(client)
    return client.name == 'kohort'
  end, all)
end

-- What is said of the server in every version of Neovim.
local function config()
  return {
    cmd = M.options.cmd,
    init_options = M.settings().kohort,
    settings = M.settings(),
    capabilities = M.options.capabilities,
    on_attach = M.options.on_attach,
  }
end

local function start(root)
  local whole = vim.tbl_extend('force', config(), {
    name = 'kohort',
    root_dir = root,
    on_exit = function()
      by_root[root] = nil
    end,
  })
  by_root[root] = by_root[root] or vim.lsp.start_client(whole)
  return by_root[root]
end

-- Starts the server for a buffer, or attaches the one that runs.
function M.attach(buffer)
  buffer = buffer == 0 and vim.api.nvim_get_current_buf() or buffer
  local name = vim.api.nvim_buf_get_name(buffer)
  if name:match('^kohort%-%l+://') then
    -- A text of the server's own, which whoever runs can tell about.
    local client = M.clients()[1]
    if client then
      vim.lsp.buf_attach_client(buffer, client.id)
    end
  elseif name:match('^%a[%w+.-]+://') then
    return
  elseif vim.lsp.enable then
    if not enabled then
      enabled = true
      vim.lsp.config('kohort', config())
      vim.lsp.enable('kohort')
    end
  else
    local client = start(M.root(name))
    if client then
      vim.lsp.buf_attach_client(buffer, client)
    end
  end
end

-- Changes the options; to be called before the first study is opened.
function M.setup(options)
  M.options = vim.tbl_extend('force', M.options, options or {})
end

return M
