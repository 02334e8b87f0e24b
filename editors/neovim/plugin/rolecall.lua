-- Turns rolecall on for Markdown files. `vim.lsp.enable("rolecall", false)` turns it off again.
vim.lsp.enable("rolecall")
