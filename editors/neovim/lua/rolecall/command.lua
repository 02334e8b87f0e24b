-- `:Rolecall NAME [ARGUMENT]`: which commands there are, and how their names are completed.
local tell = require("rolecall.tell")

local M = {}

--- The commands, each a module of `rolecall.commands` with `run(argument)` and perhaps `complete()`.
M.names = { "config", "explain", "fix", "log", "restart", "roles", "story" }

local function beginning_with(typed, words)
  return vim.tbl_filter(function(word)
    return vim.startswith(word, typed)
  end, words)
end

function M.run(words)
  local name, argument = words[1], words[2]
  if not name then
    return tell.info("say what to do: " .. table.concat(M.names, ", ") .. ".")
  end
  if not vim.tbl_contains(M.names, name) then
    return tell.error(("there is no command %s; there are %s."):format(name, table.concat(M.names, ", ")))
  end
  local ran, reason = pcall(require("rolecall.commands." .. name).run, argument)
  if not ran then
    tell.error(tostring(reason))
  end
end

function M.complete(typed, line)
  local before = line:match("Rolecall!?%s+(.*)$") or ""
  local name = before:match("^(%S+)%s")
  if not name then
    return beginning_with(typed, M.names)
  end
  if not vim.tbl_contains(M.names, name) then
    return {}
  end
  local command = require("rolecall.commands." .. name)
  return command.complete and beginning_with(typed, command.complete()) or {}
end

return M
