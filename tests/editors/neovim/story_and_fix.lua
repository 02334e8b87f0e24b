-- :Rolecall story puts in a story to fill in; :Rolecall fix mends what is safe.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
local function lines_with(text)
  return select(2, steps.text():gsub(vim.pesc(text), ""))
end

steps.run(function()
  steps.attached()
  local before = steps.text()
  vim.api.nvim_buf_set_lines(0, -1, -1, true, { "", "Mind this line." })
  local line = steps.go_to("Mind this line.")
  vim.cmd("Rolecall story")
  steps.wait_for("no story was put in", function()
    return lines_with("As a role, I want what they do, so that what they gain.") == 1
  end)
  local put = vim.api.nvim_buf_get_lines(0, line - 1, -1, true)
  steps.check(put[1] == "Mind this line." and put[2] == "" and put[3]:find("^As a role"), "it stands elsewhere")
  steps.check(vim.snippet.active(), "its places cannot be filled in")
  vim.snippet.stop()
  vim.cmd.stopinsert()
  steps.say("a story was put in")

  vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.split(before, "\n"))
  vim.api.nvim_buf_set_lines(0, -1, -1, true, { "", "The store associate scans a tag." })
  vim.cmd("Rolecall fix")
  steps.wait_for("the other name of a role is still there", function()
    return lines_with("The sales associate scans a tag.") == 1
  end)
  steps.say("mended")
  vim.cmd("Rolecall fix")
  steps.told("nothing here is safe to mend")
end)
