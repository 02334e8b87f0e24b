-- How Neovim starts rolecall, and for which files.
return {
  cmd = { "rolecall", "server" },
  filetypes = { "markdown" },
  root_markers = { "rolecall.toml", ".git" },
  root_dir = function(buffer, start)
    -- Neovim has the same address for all documents without a name, so what is found in one would be shown in none.
    -- They are looked at when they have one; then `root_markers` say what the project is.
    if vim.api.nvim_buf_get_name(buffer) == "" then
      require("rolecall.client").wait_for_name(buffer)
    else
      start(nil)
    end
  end,
  on_exit = function(...)
    require("rolecall.guard").on_exit(...)
  end,
}
