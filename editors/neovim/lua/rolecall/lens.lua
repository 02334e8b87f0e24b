-- Keeps the code lenses of a document up to date: how many stories use a role, and the tip jar.
-- Where Neovim lets us choose, only rolecall's are asked for, so that no other server's lenses appear that nobody wanted.
local M = {}

--- Asks for the lenses of a buffer anew.
function M.refresh(buffer, client)
  local asked = { textDocument = { uri = vim.uri_from_bufnr(buffer) } }
  client:request("textDocument/codeLens", asked, vim.lsp.codelens.on_codelens, buffer)
end

--- Begins to keep them, unless `vim.g.rolecall_code_lens` is false.
function M.attach(buffer, id)
  local client = vim.lsp.get_client_by_id(id)
  if not client or client.name ~= "rolecall" or vim.g.rolecall_code_lens == false then
    return
  end
  if not client:supports_method("textDocument/codeLens") then
    return
  end
  -- Neovim 0.12 keeps lenses up to date by itself, and turns them on for a buffer, whosever they are.
  if vim.lsp.codelens.enable then
    return vim.lsp.codelens.enable(true, { bufnr = buffer })
  end
  local group = vim.api.nvim_create_augroup("rolecall.lens." .. buffer, {})
  vim.api.nvim_create_autocmd({ "BufEnter", "InsertLeave", "TextChanged", "BufWritePost" }, {
    group = group,
    buffer = buffer,
    callback = function()
      M.refresh(buffer, client)
    end,
  })
  vim.api.nvim_create_autocmd("LspDetach", {
    group = group,
    buffer = buffer,
    callback = function(event)
      if event.data.client_id == id then
        vim.api.nvim_clear_autocmds({ group = group })
      end
    end,
  })
  M.refresh(buffer, client)
end

return M
