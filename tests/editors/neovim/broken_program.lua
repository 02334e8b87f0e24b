-- A program that is there, and ends at once or cannot be started: all says so, in a line, and nothing goes on for ever.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
local starts = vim.env.STARTS == "yes"
require("rolecall.guard").first_wait = 2

steps.run(function()
  local wanted = starts and "ended with 3" or "could not be started: ENOENT"
  if starts then
    steps.told("rolecall: the server crashes again and again")
    steps.check(steps.times("the server has crashed") == 1, "not told once")
    vim.wait(150)
    steps.check(steps.times("quit with exit code 3") == 6, "not started six times in all")
  end
  steps.says("explain role-alias", wanted)
  steps.says("story", "the server does not run here")
  vim.cmd("checkhealth rolecall")
  local health = steps.text()
  steps.check(health:find("ERROR it does not tell its version: [^\n]*" .. wanted), health)
  steps.check(not health:find("%.lua:%d"), "a place in the code is shown:\n" .. health)
end)
