-- :checkhealth rolecall where all is well, with nothing attached, turned off, and with a broken rolecall.toml.
local steps = dofile(vim.fs.joinpath(vim.env.TESTS, "steps.lua"))
local function health()
  vim.cmd("checkhealth rolecall")
  local text = steps.text()
  vim.cmd.bwipeout()
  return text
end

local function has(text, wanted)
  steps.check(text:find(wanted), ("checkhealth does not say %q:\n%s"):format(wanted, text))
end

steps.run(function()
  steps.attached()
  local well = health()
  has(well, "OK Neovim " .. vim.pesc(tostring(vim.version())))
  has(well, "OK the program is /[^\n]*/rolecall\n")
  has(well, "OK its version is %d+%.%d+%.%d+\n")
  has(well, "OK attached to docs/prd%-fitting%-room%.md")
  has(well, "OK the configuration is /[^\n]*/retailer/rolecall%.toml")
  steps.check(not well:find("ERROR") and not well:find("WARNING"), well)

  vim.fn.writefile({ "[rules" }, "rolecall.toml")
  has(health(), "ERROR [^\n]*rolecall%.toml:1:%d+: error")
  vim.fn.delete("rolecall.toml")
  has(health(), "no rolecall.toml at or above")

  vim.lsp.enable("rolecall", false)
  has(health(), "WARNING the server is turned off")
  steps.wait_for("the server does not end", function()
    return #vim.lsp.get_clients({ name = "rolecall" }) == 0
  end)
  vim.cmd("enew | %bwipeout!")
  vim.lsp.enable("rolecall")
  has(health(), "WARNING the server is attached to nothing")
end)
