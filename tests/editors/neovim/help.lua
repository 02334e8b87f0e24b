-- :help rolecall, with valid tags, and the commands each with a place of its own.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
steps.run(function()
  vim.cmd.helptags({ vim.fs.joinpath(vim.env.PLUGIN, "doc") }) -- fails on a tag that is there twice
  for _, topic in ipairs({ "rolecall", "rolecall.txt", ":Rolecall", "g:rolecall_code_lens" }) do
    vim.cmd.help(topic)
    steps.check(vim.api.nvim_buf_get_name(0):find("doc/rolecall.txt$"), topic .. " is in another file")
  end
  for _, name in ipairs(require("rolecall.command").names) do
    vim.cmd.help(":Rolecall-" .. name)
  end
  local tags = {}
  for _, line in ipairs(vim.fn.readfile(vim.fs.joinpath(vim.env.PLUGIN, "doc/tags"))) do
    tags[line:match("^[^\t]+")] = true
  end
  local number = 0
  for line in vim.gsplit(steps.text(), "\n") do
    number = number + 1
    steps.check(vim.fn.strdisplaywidth(line) <= 78, ("line %d is too wide"):format(number))
    for link in line:gmatch("|([^|%s]+)|") do
      steps.check(tags[link] or #vim.fn.getcompletion(link, "help") > 0, "a link leads nowhere: " .. link)
    end
  end
  vim.cmd("Rolecall explain")
end)
