-- The program is missing, or may not be run: told once, and no command breaks.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
steps.run(function()
  local wanted = assert(vim.env.WANTED, "WANTED is not set")
  steps.told(wanted)
  vim.cmd.edit("meeting-notes.md")
  vim.wait(50)
  steps.check(steps.times(wanted) == 1, "told for each document")
  for _, command in ipairs({ "config", "roles", "explain role-alias", "restart" }) do
    steps.says(command, wanted)
  end
  for _, command in ipairs({ "story", "fix" }) do
    steps.says(command, "the server does not run here")
  end
  steps.check(#vim.fn.getcompletion("Rolecall explain ", "cmdline") == 0, "rules from nowhere")

  vim.cmd("checkhealth rolecall")
  local health = steps.text()
  steps.check(health:find("ERROR " .. wanted, 1, true), "no word in checkhealth:\n" .. health)
  steps.check(health:find("cargo install --locked --path crates/rolecall", 1, true), "no advice in checkhealth:\n" .. health)
  steps.check(not health:find("stack traceback", 1, true), health)
end)
