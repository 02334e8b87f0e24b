-- `:Rolecall explain [RULE]`: what a rule says and why; without a name, that of the finding under the cursor.
local M = {}

local rules

--- The rules' names, asked of the program once.
function M.complete()
  if not rules then
    local text = require("rolecall.binary").ask({ "explain" }, 1000)
    if not text then
      return {}
    end
    rules = {}
    for line in vim.gsplit(text, "\n") do
      table.insert(rules, line:match("^(%l[%l%-]*)%s%s"))
    end
  end
  return rules
end

--- The rule of the finding under the cursor, or else of the first one on its line.
local function rule_here()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local on_line
  for _, finding in ipairs(vim.diagnostic.get(0, { lnum = row - 1 })) do
    if finding.source == "rolecall" and finding.code then
      local ends_here = finding.end_lnum == row - 1 and finding.end_col or math.huge
      if column >= finding.col and column < ends_here then
        return finding.code
      end
      on_line = on_line or finding.code
    end
  end
  return on_line
end

function M.run(rule)
  rule = rule or rule_here()
  if not rule then
    return require("rolecall.tell").info("no finding on this line. :Rolecall explain RULE tells of any rule.")
  end
  require("rolecall.binary").run({ "explain", rule }, nil, function(text)
    require("rolecall.scratch").show("explain", text, "markdown")
  end)
end

return M
