-- The configuration of the Neovim in a terminal: the plugin as we ship it, but with messages beside the lines in place
-- of code lenses, and a word when the server is there.
vim.g.rolecall_code_lens = false
dofile(vim.fs.joinpath(assert(vim.env.TESTS, "TESTS is not set"), "init.lua"))
vim.diagnostic.config({ virtual_text = true })
vim.api.nvim_create_autocmd("LspAttach", {
  callback = function(event)
    vim.o.statusline = "attached: " .. vim.lsp.get_client_by_id(event.data.client_id).name
  end,
})
