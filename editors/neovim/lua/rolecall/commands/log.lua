-- `:Rolecall log`: what the server and Neovim noted, the newest last.
local M = {}

function M.run()
  local path = vim.lsp.log.get_filename()
  if not vim.uv.fs_stat(path) then
    return require("rolecall.tell").info("nothing is noted yet in " .. path)
  end
  vim.cmd("belowright split " .. vim.fn.fnameescape(path))
  vim.bo.readonly = true
  vim.bo.autoread = true
  vim.cmd("normal! G")
end

return M
