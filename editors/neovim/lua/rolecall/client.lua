-- The running server, as Neovim sees it.
local M = {}

--- The client of a buffer, if it is attached and ready.
function M.of(buffer)
  local client = vim.lsp.get_clients({ bufnr = buffer, name = "rolecall" })[1]
  return client and client.initialized and client or nil
end

--- Whether a buffer is of a kind that the server looks at.
function M.is_looked_at(buffer)
  local config = vim.lsp.config.rolecall
  local filetypes = config and config.filetypes or { "markdown" }
  return vim.tbl_contains(filetypes, vim.bo[buffer].filetype)
end

local nameless = {} --- @type table<integer, boolean>

--- Starts the server for a buffer without a name as soon as it has one: by being written, or by `:file`.
function M.wait_for_name(buffer)
  nameless[buffer] = true
  vim.api.nvim_create_autocmd({ "BufFilePost", "BufWritePost" }, {
    -- For all buffers: a buffer that gets a name loses the autocommands of its own.
    group = vim.api.nvim_create_augroup("rolecall.name", {}),
    callback = function(event)
      if not nameless[event.buf] then
        return
      end
      nameless[event.buf] = nil
      vim.schedule(function()
        if vim.lsp.is_enabled == nil or vim.lsp.is_enabled("rolecall") then
          vim.lsp.enable("rolecall")
        end
      end)
    end,
  })
end

--- Why a buffer has none, as one line.
function M.why_not(buffer)
  if not M.is_looked_at(buffer) then
    return "this is not a Markdown file, and only those are looked at."
  end
  if vim.bo[buffer].buftype ~= "" then
    return "this window shows no file."
  end
  if vim.api.nvim_buf_get_name(buffer) == "" then
    return "this document has no name yet: save it, and it is looked at."
  end
  return "the server does not run here. See :checkhealth rolecall"
end

--- The folder that a buffer's project is taken to be.
function M.folder(buffer)
  local client = M.of(buffer)
  if client and client.root_dir then
    return client.root_dir
  end
  local name = vim.api.nvim_buf_get_name(buffer)
  local folder = name ~= "" and vim.fs.dirname(name) or vim.fn.getcwd()
  return vim.fn.isdirectory(folder) == 1 and folder or vim.fn.getcwd()
end

return M
