-- What the plugin says: one line, with its name before it.
local M = {}

local function tell(message, level)
  -- What a program printed may be long: its first line says what is wrong.
  local line = vim.trim(message):match("^[^\r\n]*")
  -- Within an autocommand an error that is shown would end it, and be shown with a stack trace.
  vim.schedule(function()
    vim.notify("rolecall: " .. line, level)
  end)
end

function M.info(message)
  tell(message, vim.log.levels.INFO)
end

function M.warn(message)
  tell(message, vim.log.levels.WARN)
end

function M.error(message)
  tell(message, vim.log.levels.ERROR)
end

return M
