-- The rolecall that the server is started from: which it is, whether it is there, and what its other commands print.
local tell = require("rolecall.tell")

local M = {}

--- How long one of its commands may take, in milliseconds.
local PATIENCE = 10000

local told_missing = false

--- The command before its `server`, as the configuration has it: mostly only the program's name.
function M.command()
  local config = vim.lsp.config.rolecall
  local cmd = config and config.cmd
  if type(cmd) ~= "table" then
    return { "rolecall" }
  end
  local command = {}
  for _, word in ipairs(cmd) do
    if word == "server" and #command > 0 then
      break
    end
    table.insert(command, word)
  end
  return command
end

--- What is wrong with the program, as one line, or nil if it can be run.
function M.problem()
  local program = M.command()[1]
  if vim.fn.executable(program) == 1 then
    return nil
  end
  if vim.uv.fs_stat(program) and program:find("[/\\]") then
    return ("%s is not a program that may be run: make it executable. See :checkhealth rolecall"):format(program)
  end
  return ("%s is not on the PATH: install it, or say where it is. See :checkhealth rolecall"):format(program)
end

--- Says once that the program is missing: Neovim notes that in its log alone.
function M.tell_if_missing()
  local config = vim.lsp.config.rolecall
  if told_missing or not config or type(config.cmd) ~= "table" then
    return
  end
  local problem = M.problem()
  if problem then
    told_missing = true
    tell.error(problem)
  end
end

--- Why a program could not be started, without the place in Neovim's own code.
local function not_started(command, reason)
  reason = tostring(reason)
  return ("%s could not be started: %s"):format(command[1], reason:match("E%u+: [^\r\n]*") or reason:match("[^\r\n]*"))
end

local function failure(result)
  local said = vim.trim(result.stderr or "")
  if said ~= "" then
    return said
  end
  if result.code == 124 then
    return "no answer within ten seconds."
  end
  return ("ended with %d, and said nothing."):format(result.code)
end

--- Starts it with `arguments` in `folder`, and calls `done` with what it printed. What goes wrong is told.
function M.run(arguments, folder, done)
  local problem = M.problem()
  if problem then
    return tell.error(problem)
  end
  local command = vim.list_extend(M.command(), arguments)
  local options = { text = true, timeout = PATIENCE, cwd = folder, env = { NO_COLOR = "1" } }
  local started, reason = pcall(vim.system, command, options, function(result)
    vim.schedule(function()
      if result.code == 0 then
        done(result.stdout or "")
      else
        tell.error(failure(result))
      end
    end)
  end)
  if not started then
    tell.error(not_started(command, reason))
  end
end

--- What it prints for `arguments`, waiting for it at most `milliseconds`; nil and a line if it cannot.
function M.ask(arguments, milliseconds)
  local problem = M.problem()
  if problem then
    return nil, problem
  end
  local command = vim.list_extend(M.command(), arguments)
  local started, process = pcall(vim.system, command, { text = true, timeout = milliseconds })
  if not started then
    return nil, not_started(command, process)
  end
  local result = process:wait()
  if result.code ~= 0 then
    return nil, failure(result)
  end
  return result.stdout
end

return M
