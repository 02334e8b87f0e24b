-- What the scripts of this folder share: to wait, to hear what Neovim says, and to end with 0 or with 1 and the reason.

local M = { heard = {} }

local patience = assert(tonumber(vim.env.PATIENCE_MS), "PATIENCE_MS is not set")
local started = vim.uv.hrtime()

function M.say(text)
  io.stderr:write(("%5.0f ms  %s\n"):format((vim.uv.hrtime() - started) / 1e6, text))
end

function M.check(holds, failure)
  return holds or error(failure, 0)
end

function M.wait_for(failure, probe, milliseconds)
  local found
  vim.wait(milliseconds or patience, function()
    found = probe()
    return found
  end, 10)
  return found or error(failure, 0)
end

function M.client()
  local client = vim.lsp.get_clients({ bufnr = 0, name = "rolecall" })[1]
  return client and client.initialized and client
end

function M.attached()
  local client = M.wait_for("the server rolecall did not start", M.client, 10000)
  M.say("attached to rolecall")
  return client
end

--- How often a line was said that has `text`.
function M.times(text)
  local times = 0
  for _, message in ipairs(M.heard) do
    times = times + (message:find(text, 1, true) and 1 or 0)
  end
  return times
end

function M.told(text)
  return M.wait_for(("nobody said %q, but:\n%s"):format(text, table.concat(M.heard, "\n")), function()
    return M.times(text) > 0
  end)
end

function M.text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, true), "\n")
end

--- Runs `:Rolecall command`, which must say a line that has `wanted`, once.
function M.says(command, wanted)
  local before = M.times(wanted)
  vim.cmd("Rolecall " .. command)
  M.wait_for((":Rolecall %s does not say %q"):format(command, wanted), function()
    return M.times(wanted) == before + 1
  end)
end

--- Waits for the window of that name, and returns what it shows. It is closed.
function M.shown(title)
  local name = "rolecall://" .. title
  M.wait_for("no window " .. name, function()
    return vim.api.nvim_buf_get_name(0) == name
  end)
  local text = M.text()
  M.check(not vim.bo.modifiable and vim.bo.buftype == "nofile", "the window can be changed or saved")
  vim.api.nvim_feedkeys("q", "xt", false)
  M.check(vim.api.nvim_buf_get_name(0) ~= name, "q does not close the window")
  M.say("shown: " .. title)
  return text
end

function M.finding(rule, buffer)
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    if diagnostic.source == "rolecall" and (not rule or diagnostic.code == rule) then
      return diagnostic
    end
  end
end

--- Puts the cursor on the first line that has `text`.
function M.go_to(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local column = line:find(text, 1, true)
    if column then
      vim.api.nvim_win_set_cursor(0, { number, column - 1 })
      return number
    end
  end
  error("the document does not have: " .. text, 0)
end

local function run(test)
  local passed, reason = xpcall(test, function(reason)
    return type(reason) == "string" and reason or debug.traceback(vim.inspect(reason))
  end)
  if passed and vim.v.errmsg ~= "" then
    passed, reason = false, "an error was shown: " .. vim.v.errmsg
  end
  for _, message in ipairs(M.heard) do
    if passed and message:find("\n", 1, true) then
      passed, reason = false, "more than a line was said: " .. message
    end
  end
  if not passed then
    M.say("FAILED: " .. reason)
    vim.cmd("cquit 1")
  end
  -- Neovim 0.11 may end by SIGPIPE when it leaves while a server ends, so the server ends first.
  vim.lsp.enable("rolecall", false)
  vim.wait(2000, function()
    return #vim.lsp.get_clients() == 0
  end, 5)
  vim.cmd("qall!")
end

--- Runs the test when Neovim has started, as what a user does.
function M.run(test)
  vim.notify = function(message)
    table.insert(M.heard, message)
    M.say("Neovim says: " .. message)
  end
  vim.g.has_steps = true
  vim.api.nvim_create_autocmd("VimEnter", {
    callback = vim.schedule_wrap(function()
      run(test)
    end),
  })
end

return M
