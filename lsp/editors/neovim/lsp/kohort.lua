-- For `vim.lsp.enable('kohort')` of Neovim 0.11 and later.
return {
  cmd = { 'kohort', 'lsp' },
  filetypes = { 'kohort' },
  root_markers = { 'kohort.toml', '.git' },
}
