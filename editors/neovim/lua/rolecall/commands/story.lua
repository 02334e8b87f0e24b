-- `:Rolecall story`: a user story to fill in, from the server's own completion, so that there is one text of it.
local M = {}

local function story_in(result)
  for _, item in ipairs(result and (result.items or result) or {}) do
    if item.label == "story" then
      return item.textEdit and item.textEdit.newText or item.insertText
    end
  end
end

--- Moves to an empty line below the paragraph's line under the cursor, unless it stands on one.
local function go_to_an_empty_line()
  local row = vim.api.nvim_win_get_cursor(0)[1]
  if vim.trim(vim.api.nvim_get_current_line()) ~= "" then
    vim.api.nvim_buf_set_lines(0, row, row, true, { "", "" })
    row = row + 2
  end
  local line = vim.api.nvim_buf_get_lines(0, row - 1, row, true)[1]
  vim.api.nvim_win_set_cursor(0, { row, #line })
  return row
end

function M.run()
  local tell = require("rolecall.tell")
  local buffer, window = vim.api.nvim_get_current_buf(), vim.api.nvim_get_current_win()
  local client = require("rolecall.client").of(buffer)
  if not client then
    return tell.error(require("rolecall.client").why_not(buffer))
  end
  if not vim.bo.modifiable then
    return tell.error("this document may not be changed.")
  end
  local row = go_to_an_empty_line()
  local asked = vim.lsp.util.make_position_params(window, client.offset_encoding)
  client:request("textDocument/completion", asked, function(failure, result)
    if failure then
      return tell.error(failure.message)
    end
    local story = story_in(result)
    if not story then
      return tell.info("no story can stand here.")
    end
    local here = vim.api.nvim_get_current_win() == window and vim.api.nvim_get_current_buf() == buffer
    if here and vim.api.nvim_win_get_cursor(window)[1] == row then
      vim.snippet.expand(story)
    end
  end, buffer)
end

return M
