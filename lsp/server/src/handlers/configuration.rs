//! `workspace/didChangeConfiguration`: what the user has set.

use crate::client::Settings;
use crate::server::Server;
use tower_lsp::ls_types::request::WorkspaceConfiguration;
use tower_lsp::ls_types::{ConfigurationItem, ConfigurationParams, DidChangeConfigurationParams};

/// Something was set. Editors either say what, or want to be asked.
pub(crate) fn changed(server: &mut Server, parameters: &DidChangeConfigurationParams) {
    match Settings::of(&parameters.settings) {
        Some(settings) => server.set(settings),
        None => ask(server),
    }
}

/// Asks the editor what is set.
pub(crate) fn ask(server: &mut Server) {
    if !server.abilities.tells_settings {
        return;
    }
    let section = Some(String::from("kohort"));
    let items = vec![ConfigurationItem {
        scope_uri: None,
        section,
    }];
    server
        .outbox
        .request::<WorkspaceConfiguration>(ConfigurationParams { items }, |server, said| {
            let settings = said.ok().and_then(|said| Settings::of(said.first()?));
            if let Some(settings) = settings {
                server.set(settings);
            }
        });
}
