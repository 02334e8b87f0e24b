-- `:Rolecall config`: what holds for this document, and where each value comes from.
local M = {}

function M.run()
  local tell = require("rolecall.tell")
  local client = require("rolecall.client")
  local name = vim.api.nvim_buf_get_name(0)
  if name == "" or vim.bo.buftype ~= "" or not client.is_looked_at(0) then
    return tell.error(client.why_not(0))
  end
  require("rolecall.binary").run({ "config", name }, client.folder(0), function(text)
    require("rolecall.scratch").show("config", text)
  end)
end

return M
