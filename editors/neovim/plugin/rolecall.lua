-- Turns rolecall on for Markdown files. `vim.lsp.enable("rolecall", false)` turns it off again.
if vim.g.loaded_rolecall then
  return
end
vim.g.loaded_rolecall = true

if vim.fn.has("nvim-0.11") == 0 then
  vim.notify("rolecall: needs Neovim 0.11 or newer.", vim.log.levels.WARN)
  return
end

vim.api.nvim_create_user_command("Rolecall", function(call)
  require("rolecall.command").run(call.fargs)
end, {
  nargs = "*",
  desc = "What rolecall offers: see :help rolecall-commands",
  complete = function(typed, line)
    return require("rolecall.command").complete(typed, line)
  end,
})

local group = vim.api.nvim_create_augroup("rolecall", {})

vim.api.nvim_create_autocmd("LspAttach", {
  group = group,
  callback = function(event)
    require("rolecall.lens").attach(event.buf, event.data.client_id)
  end,
})

vim.api.nvim_create_autocmd("FileType", {
  group = group,
  pattern = "markdown",
  callback = function(event)
    -- Windows that only show something, as that of a hover, are Markdown too.
    if vim.bo[event.buf].buftype == "" then
      require("rolecall.binary").tell_if_missing()
    end
  end,
})

vim.lsp.enable("rolecall")
