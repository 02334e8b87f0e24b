-- `:Rolecall fix`: mends at once what is safe to mend.
local M = {}

function M.run()
  local tell = require("rolecall.tell")
  local buffer = vim.api.nvim_get_current_buf()
  local client = require("rolecall.client").of(buffer)
  if not client then
    return tell.error(require("rolecall.client").why_not(buffer))
  end
  local start = { line = 0, character = 0 }
  local asked = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    range = { start = start, ["end"] = { line = vim.api.nvim_buf_line_count(buffer), character = 0 } },
    context = { only = { "source.fixAll.rolecall" }, diagnostics = {} },
  }
  local tick = vim.api.nvim_buf_get_changedtick(buffer)
  client:request("textDocument/codeAction", asked, function(failure, actions)
    if failure then
      return tell.error(failure.message)
    end
    local action = (actions or {})[1]
    if not action or not action.edit then
      return tell.info("nothing here is safe to mend unread.")
    end
    if not vim.api.nvim_buf_is_valid(buffer) or vim.api.nvim_buf_get_changedtick(buffer) ~= tick then
      return tell.info("the text has changed meanwhile: say it again.")
    end
    vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  end, buffer)
end

return M
