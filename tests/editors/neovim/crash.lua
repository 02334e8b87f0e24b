-- A server that is killed is started again, later each time, five times at most; each is told once.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
local guard = require("rolecall.guard")
guard.first_wait = 8

--- The child of this Neovim that is the server.
local function process()
  for _, child in ipairs(vim.api.nvim_get_proc_children(vim.uv.os_getpid())) do
    if vim.api.nvim_get_proc(child).name:find("rolecall", 1, true) then
      return child
    end
  end
  error("the server has no process", 0)
end

local function kill()
  vim.uv.kill(process(), "sigkill")
end

steps.run(function()
  local client = steps.attached()
  local waits = {}
  for time = 1, 5 do
    local from = vim.uv.hrtime()
    local id = client.id
    kill()
    client = steps.wait_for(("not started again, the %d. time"):format(time), function()
      local other = steps.client()
      return other and other.id ~= id and other
    end)
    table.insert(waits, (vim.uv.hrtime() - from) / 1e6)
  end
  steps.wait_for("no diagnostics from the last server", function()
    return steps.finding("generic-story-role", 0)
  end)
  steps.check(waits[5] >= 16 * guard.first_wait, "it does not wait longer each time: " .. vim.inspect(waits))
  steps.check(steps.times("rolecall: the server has crashed") == 1, "the crash is not told once")

  kill()
  steps.told("rolecall: the server crashes again and again")
  vim.wait(64 * guard.first_wait / 2)
  steps.check(#vim.lsp.get_clients({ name = "rolecall" }) == 0, "started a sixth time")
  steps.check(steps.times("again and again") == 1, "the end is not told once")

  vim.cmd("Rolecall restart")
  local id = steps.attached().id
  kill()
  steps.wait_for("after a restart, not started again", function()
    local other = steps.client()
    return other and other.id ~= id
  end)
end)
