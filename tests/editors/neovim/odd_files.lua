-- A rolecall.toml with an error, a file that is not Markdown, and a document without a name.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
local says = steps.says

steps.run(function()
  steps.attached()
  local configuration = vim.uv.fs_realpath("rolecall.toml")
  local finding = steps.wait_for("no diagnostic of rolecall.toml", function()
    return vim.fn.bufexists(configuration) == 1 and steps.finding(nil, vim.fn.bufnr(configuration))
  end)
  steps.check(finding.lnum == 0 and finding.severity == vim.diagnostic.severity.ERROR, vim.inspect(finding))
  steps.say(finding.message)
  says("config", "rolecall.toml:1:")

  vim.fn.writefile({ "As a user, I want nothing." }, "notes.txt")
  vim.cmd.edit("notes.txt")
  steps.check(not steps.client(), "attached to what is not Markdown")
  says("story", "this is not a Markdown file")
  says("fix", "this is not a Markdown file")
  says("config", "this is not a Markdown file")
  says("explain", "no finding on this line")

  vim.cmd.enew()
  vim.bo.filetype = "markdown"
  vim.api.nvim_buf_set_lines(0, 0, -1, true, { "As a user, I want a name, so that I am found." })
  for _, command in ipairs({ "config", "story", "fix" }) do
    says(command, "this document has no name yet")
  end
  vim.cmd("write named.md")
  steps.attached()
  steps.wait_for("no diagnostics in a document that got a name", function()
    return steps.finding("generic-story-role", 0)
  end)
  steps.check(#vim.api.nvim_list_bufs() < 8, "buffers come from nowhere")
  steps.say("a document that got a name is looked at")

  -- Windows that only show Markdown are no documents.
  vim.cmd("new | setlocal buftype=nofile filetype=markdown")
  says("config", "this window shows no file")
end)
