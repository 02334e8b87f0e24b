-- :Rolecall and its commands, in a document that the server looks at.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
local STORY = "As a user, I want to see every size"

local function completes(line, wanted)
  local offered = vim.fn.getcompletion(line, "cmdline")
  steps.check(vim.deep_equal(offered, wanted), line .. " is completed by " .. vim.inspect(offered))
end

steps.run(function()
  local client = steps.attached()
  completes("Rolecall ", { "config", "explain", "fix", "log", "restart", "roles", "story" })
  completes("Rolecall r", { "restart", "roles" })
  completes("Rolecall config ", {})
  completes("Rolecall nonsense ", {})
  completes("Rolecall explain generic-", { "generic-role", "generic-story-role" })

  vim.cmd("Rolecall")
  steps.told("say what to do: config, explain")
  vim.cmd("Rolecall nonsense")
  steps.told("there is no command nonsense")

  vim.cmd("Rolecall explain role-alias")
  steps.check(steps.shown("explain"):find("^# role%-alias"), "not the rule that was asked for")
  vim.cmd("Rolecall explain no-such-rule")
  steps.told("Unknown rule")

  steps.wait_for("no diagnostics from rolecall", function()
    return steps.finding("generic-story-role", 0)
  end)
  local line = steps.go_to(STORY)
  vim.api.nvim_win_set_cursor(0, { line, #"As a " })
  vim.cmd("Rolecall explain")
  steps.check(steps.shown("explain"):find("^# generic%-story%-role"), "not the rule under the cursor")
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  vim.api.nvim_buf_set_lines(0, 0, 0, true, { "", "" })
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  vim.cmd("Rolecall explain")
  steps.told("no finding on this line")

  vim.cmd("Rolecall config")
  steps.check(steps.shown("config"):find("b2b2c  *rolecall.toml:"), "the configuration is another")
  vim.cmd("Rolecall roles")
  steps.check(steps.shown("roles"):find("sales associate", 1, true), "the roles are others")

  vim.cmd("Rolecall restart")
  local again = steps.wait_for("no server after the restart", function()
    local other = steps.client()
    return other and other.id ~= client.id and other
  end)
  steps.wait_for("no diagnostics after the restart", function()
    return steps.finding("generic-story-role", 0)
  end)
  steps.check(#vim.lsp.get_clients({ name = "rolecall" }) == 1, "two servers run")
  steps.check(steps.times("crash") == 0, "a restart is taken for a crash")
  steps.say("restarted as " .. again.id)

  vim.lsp.log.error("noted for the test")
  vim.cmd("Rolecall log")
  steps.check(vim.api.nvim_buf_get_name(0):find("lsp.log$"), "the log is not shown")
  steps.check(vim.api.nvim_win_get_cursor(0)[1] == vim.api.nvim_buf_line_count(0), "the newest is not shown")
end)
