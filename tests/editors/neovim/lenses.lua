-- Code lenses appear by themselves, and follow the text.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
local function lens()
  for _, namespace in pairs(vim.api.nvim_get_namespaces()) do
    for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
      local shown = mark[4].virt_text
      if shown and shown[1][1]:find("^Tip jar") then
        return shown[1][1]
      end
    end
  end
end

steps.run(function()
  steps.attached()
  local first = steps.wait_for("no code lens", lens)
  steps.say(first)
  vim.api.nvim_buf_set_lines(0, -1, -1, true, { "", "As a user, I want a second lens, so that I see it." })
  vim.cmd("doautocmd <nomodeline> TextChanged")
  steps.say(steps.wait_for("the code lens stays as it was", function()
    local now = lens()
    return now and now ~= first and now
  end))

  vim.g.rolecall_code_lens = false
  vim.cmd("Rolecall restart")
  steps.wait_for("the lenses of a server that has gone stay", function()
    return not lens() and steps.client()
  end)
  steps.wait_for("no diagnostics after the restart", function()
    return steps.finding(nil, 0)
  end)
  vim.cmd("doautocmd <nomodeline> TextChanged")
  vim.wait(100)
  steps.check(not lens(), "a lens that nobody wants")
end)
