-- Starts a server again that has crashed, which Neovim does not: each time later, and not for ever.
local tell = require("rolecall.tell")

local M = {
  --- How often it is started again.
  most = 5,
  --- How long the first wait is, in milliseconds; each further one is twice as long.
  first_wait = 500,
  --- A server that ran for so long, in milliseconds, begins with a clean record.
  steady = 3 * 60 * 1000,
}

local crashes = 0
local last_start = vim.uv.now()
local told = false
local waiting = false

--- Forgets what has happened, as after a restart that somebody asked for.
function M.reset()
  crashes, told, waiting = 0, false, false
  last_start = vim.uv.now()
end

local function is_wanted()
  return vim.lsp.is_enabled == nil or vim.lsp.is_enabled("rolecall")
end

local function start()
  if not waiting or not is_wanted() then
    return
  end
  waiting = false
  last_start = vim.uv.now()
  vim.lsp.enable("rolecall")
end

local function crashed()
  -- Several projects have a server each: one that is about to be started starts for all.
  if waiting or vim.v.exiting ~= vim.NIL or not is_wanted() then
    return
  end
  if vim.uv.now() - last_start > M.steady then
    M.reset()
  end
  crashes = crashes + 1
  if crashes > M.most then
    return tell.error("the server crashes again and again, and is left alone. :Rolecall log says more, :Rolecall restart tries again.")
  end
  if not told then
    told = true
    tell.warn("the server has crashed and is started again. :Rolecall log says more.")
  end
  waiting = true
  vim.defer_fn(start, M.first_wait * 2 ^ (crashes - 1))
end

--- What Neovim calls when a server has ended.
function M.on_exit(code, signal)
  local was_stopped = (code == 0 and signal == 0) or signal == 15
  if not was_stopped then
    vim.schedule(crashed)
  end
end

return M
