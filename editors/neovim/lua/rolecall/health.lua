-- `:checkhealth rolecall`: what is there, what is not, and what to do then.
local binary = require("rolecall.binary")

local M = {}

local function check_neovim()
  local version = tostring(vim.version())
  if vim.fn.has("nvim-0.11") == 1 then
    vim.health.ok("Neovim " .. version)
  else
    vim.health.error("Neovim " .. version .. " is too old", "Install Neovim 0.11 or newer.")
  end
end

local function check_binary()
  local config = vim.lsp.config.rolecall
  if not config then
    vim.health.error("there is no configuration `rolecall`", "Put the plugin's folder on the runtimepath; see :help rolecall-install")
    return false
  end
  if type(config.cmd) == "function" then
    vim.health.info("the server is started by a function of yours")
    return true
  end
  local program = binary.command()[1]
  local problem = binary.problem()
  if problem then
    vim.health.error(problem, {
      "Install it: cargo install --locked --path crates/rolecall, in a clone of rolecall.",
      'Or say where it is: vim.lsp.config("rolecall", { cmd = { "/path/to/rolecall", "server" } })',
    })
    return false
  end
  vim.health.ok(("the program is %s"):format(vim.fn.exepath(program)))
  local version, reason = binary.ask({ "--version" }, 2000)
  if version and version:match("^rolecall %d") then
    vim.health.ok("its version is " .. vim.trim(version):gsub("^rolecall ", ""))
    return true
  end
  vim.health.error(
    "it does not tell its version: " .. vim.trim(reason or version):match("^[^\r\n]*"),
    "Run `" .. table.concat(binary.command(), " ") .. " --version` in a terminal, and install it anew if that fails too."
  )
  return false
end

--- What the server is attached to, each document on a line.
local function check_server()
  if vim.lsp.is_enabled and not vim.lsp.is_enabled("rolecall") then
    return vim.health.warn("the server is turned off", 'Turn it on: vim.lsp.enable("rolecall")')
  end
  local attached = 0
  for _, client in ipairs(vim.lsp.get_clients({ name = "rolecall" })) do
    for buffer in pairs(client.attached_buffers) do
      attached = attached + 1
      local name = vim.api.nvim_buf_get_name(buffer)
      vim.health.ok("attached to " .. (name == "" and "a document without a name" or vim.fn.fnamemodify(name, ":~:.")))
    end
  end
  if attached == 0 then
    vim.health.warn("the server is attached to nothing", {
      "Open a Markdown file; `:set filetype?` in it must say markdown.",
      "If that is so, `:Rolecall restart` and `:Rolecall log` say more.",
    })
  end
end

--- The rolecall.toml of each folder that a document is attached from.
local function check_configuration()
  local folders = {}
  for _, client in ipairs(vim.lsp.get_clients({ name = "rolecall" })) do
    for buffer in pairs(client.attached_buffers) do
      local name = vim.api.nvim_buf_get_name(buffer)
      if name ~= "" then
        folders[vim.fs.dirname(name)] = buffer
      end
    end
  end
  for folder, buffer in vim.spairs(folders) do
    local path = vim.fs.find("rolecall.toml", { upward = true, path = folder, type = "file" })[1]
    if not path then
      vim.health.info(
        ("no rolecall.toml at or above %s: the defaults hold. `rolecall init` drafts one."):format(folder)
      )
    else
      vim.health.ok("the configuration is " .. path)
    end
    local _, reason = binary.ask({ "config", vim.api.nvim_buf_get_name(buffer) }, 2000)
    if reason then
      vim.health.error(reason:match("^[^\r\n]*"), "Mend it; until then the last good settings hold, or the defaults.")
    end
  end
end

function M.check()
  vim.health.start("Neovim")
  check_neovim()
  vim.health.start("Program")
  local runs = check_binary()
  vim.health.start("Server")
  check_server()
  if runs then
    vim.health.start("Configuration")
    check_configuration()
  end
end

return M
