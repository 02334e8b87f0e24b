-- The whole configuration of the Neovim under test: the plugin as we ship it.
vim.opt.runtimepath:prepend(assert(vim.env.PLUGIN, "PLUGIN is not set"))
