-- What a writer does with one generic story: sees it underlined, asks what is known, takes the first fix, saves.
-- Started by neovim.rs with the document open. STORY is the line; ROLES are the declared roles, one on a line.
-- Ends Neovim with 0 when each step was seen, and with 1 and the reason otherwise.

local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
local wait_for, say = steps.wait_for, steps.say
local story = assert(vim.env.STORY, "STORY is not set")
local roles = vim.split(assert(vim.env.ROLES, "ROLES is not set"), "\n")

local function names_a_role(text)
  for _, role in ipairs(roles) do
    if text:find(role, 1, true) then
      return role
    end
  end
end

local function line_of_the_story()
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    if line == story then
      return number - 1
    end
  end
  error("the document does not have the line: " .. story, 0)
end

local function finding_on(line)
  for _, diagnostic in ipairs(vim.diagnostic.get(0, { lnum = line })) do
    if diagnostic.source == "rolecall" and diagnostic.code == "generic-story-role" then
      return diagnostic
    end
  end
end

local function floating_text()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true)
      return table.concat(lines, "\n"), window
    end
  end
end

steps.run(function()
  local line = line_of_the_story()
  steps.attached()

  wait_for("no diagnostics from rolecall", function()
    return #vim.diagnostic.get(0) > 0
  end)
  local finding = wait_for("no generic-story-role on the story", function()
    return finding_on(line)
  end)
  local text = vim.api.nvim_buf_get_text(0, finding.lnum, finding.col, finding.end_lnum, finding.end_col, {})
  assert(#text == 1 and text[1] == "user", "the diagnostic is not on the word: " .. vim.inspect(text))
  assert(finding.message ~= "", "the diagnostic has no message")
  say("diagnostic: " .. finding.message)

  vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
  vim.lsp.buf.hover()
  wait_for("no hover on the word", floating_text)
  local hover, window = floating_text()
  local known = names_a_role(hover) or error("the hover names no declared role:\n" .. hover, 0)
  say("hover names: " .. known)
  vim.api.nvim_win_close(window, true)

  vim.ui.select = function(actions, options, choose)
    for _, action in ipairs(actions) do
      say("offered: " .. options.format_item(action))
    end
    choose(actions[1])
  end
  vim.lsp.buf.code_action({ context = { only = { "quickfix" } } })
  wait_for("the first quick fix changed nothing", function()
    return vim.api.nvim_buf_get_lines(0, line, line + 1, true)[1] ~= story
  end)
  say("now reads: " .. vim.api.nvim_buf_get_lines(0, line, line + 1, true)[1])

  wait_for("the diagnostic is still there after the fix", function()
    return not finding_on(line)
  end)
  assert(#vim.diagnostic.get(0) > 0, "the other diagnostics have gone as well")
  say("the diagnostic has gone, the others are there")

  vim.cmd.write()
  say("saved")
end)
