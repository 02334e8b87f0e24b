-- `:Rolecall roles`: the roles of the project, where each is declared and how often it is named.
local M = {}

function M.run()
  local folder = require("rolecall.client").folder(0)
  require("rolecall.binary").run({ "roles" }, folder, function(text)
    require("rolecall.scratch").show("roles", text)
  end)
end

return M
