-- A window for what a command printed. `q` closes it; nothing of it is ever saved.
local M = {}

local PREFIX = "rolecall://"

--- Shows `text` below, in the window that showed `title` before if there is one.
function M.show(title, text, filetype)
  local name = PREFIX .. title
  local buffer
  for _, other in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_get_name(other) == name then
      buffer = other
    end
  end
  if not buffer then
    buffer = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(buffer, name)
    vim.bo[buffer].bufhidden = "wipe"
    vim.keymap.set("n", "q", "<Cmd>close<CR>", { buffer = buffer, desc = "Close" })
  end
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(vim.trim(text), "\n"))
  vim.bo[buffer].modifiable = false

  local window = vim.fn.bufwinid(buffer)
  if window == -1 then
    vim.cmd("belowright split")
    vim.api.nvim_win_set_buf(0, buffer)
  else
    vim.api.nvim_set_current_win(window)
  end
  vim.bo[buffer].filetype = filetype or ""
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
end

return M
