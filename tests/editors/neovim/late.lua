-- A plugin manager loads the plugin when a document is open already: lazy.nvim puts it on the runtimepath then, and
-- runs what is in its plugin folder.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
steps.run(function()
  steps.check(vim.fn.exists(":Rolecall") == 0, "the plugin is loaded already")
  vim.opt.runtimepath:append(vim.env.LATE)
  vim.cmd.source(vim.fs.joinpath(vim.env.LATE, "plugin/rolecall.lua"))
  steps.attached()
  vim.cmd("Rolecall explain role-alias")
  steps.shown("explain")
end)
