-- The whole configuration of the Neovim under test: the plugin as we ship it, and another program if PROGRAM says so.
vim.opt.runtimepath:prepend(assert(vim.env.PLUGIN, "PLUGIN is not set"))
if vim.env.PROGRAM then
  vim.lsp.config("rolecall", { cmd = { vim.env.PROGRAM, "server" } })
end
