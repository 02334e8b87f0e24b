-- `:Rolecall restart`: stops the server, and starts it again for all documents.
local M = {}

--- How long a server may take to end by itself, in milliseconds.
local PATIENCE = 2000

local function start()
  require("rolecall.guard").reset()
  vim.lsp.enable("rolecall")
end

function M.run()
  local binary = require("rolecall.binary")
  local problem = type(vim.lsp.config.rolecall.cmd) == "table" and binary.problem()
  if problem then
    return require("rolecall.tell").error(problem)
  end
  vim.lsp.enable("rolecall", false)
  local deadline = vim.uv.now() + PATIENCE
  local forced = false
  local function wait()
    local clients = vim.lsp.get_clients({ name = "rolecall" })
    if #clients == 0 then
      return start()
    end
    if not forced and vim.uv.now() > deadline then
      forced = true
      for _, client in ipairs(clients) do
        client:stop(true)
      end
    end
    vim.defer_fn(wait, 20)
  end
  wait()
end

return M
