-- A rolecall.toml that another program changes, as a switch of branches does.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))

local function finding()
  return steps.finding("generic-story-role", 0)
end

steps.run(function()
  steps.attached()
  steps.wait_for("no diagnostics from rolecall", finding)
  local before = vim.fn.readfile("rolecall.toml")
  vim.fn.writefile(vim.list_extend({ "rules.generic-story-role = 'off'" }, before), "rolecall.toml")
  steps.wait_for("a rule that another program turned off still speaks", function()
    return not finding()
  end)
  vim.fn.writefile(before, "rolecall.toml")
  steps.wait_for("a rule that another program turned on is silent", finding)
end)
