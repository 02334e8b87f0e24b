//! Tells Zed how to start rolecall: the program of the settings, or else the one on the `PATH`. Nothing is downloaded.

use zed_extension_api::{
    self as zed, Command, Extension, LanguageServerId, Result, Worktree,
    serde_json::{Value, json},
    settings::LspSettings,
};

struct Rolecall;

impl Extension for Rolecall {
    fn new() -> Self {
        Self
    }

    fn language_server_command(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let set = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, arguments, env) =
            set.map(|set| (set.path, set.arguments, set.env)).unwrap_or_default();
        let command = path
            .or_else(|| worktree.which("rolecall"))
            .ok_or("rolecall is not on the PATH: install it, or set lsp.rolecall.binary.path")?;
        let args = arguments.unwrap_or_else(|| vec!["server".to_owned()]);
        let env = env.map_or_else(|| worktree.shell_env(), |env| env.into_iter().collect());
        Ok(Command { command, args, env })
    }

    fn language_server_initialization_options(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        Ok(LspSettings::for_worktree(server.as_ref(), worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        // The server asks for the section of this name.
        Ok(settings.map(|settings| json!({ "rolecall": settings })))
    }
}

zed::register_extension!(Rolecall);
