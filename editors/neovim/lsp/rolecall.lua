-- How Neovim starts rolecall, and for which files.
return {
  cmd = { "rolecall", "server" },
  filetypes = { "markdown" },
  root_markers = { "rolecall.toml", ".git" },
}
