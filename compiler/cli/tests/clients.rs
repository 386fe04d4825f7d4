//! Real editors drive the real server: Neovim, and VS Code's workbench with the extension in a headless browser.
//!
//! Where an editor is not installed, its test says so and passes; with `KOHORT_REQUIRE_CLIENTS=1`, as in continuous
//! integration, it fails. What Debian has of them: neovim, nodejs and chromium.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::disallowed_methods,
    reason = "what is required is told by the environment"
)]

mod support;

use std::path::Path;
use std::process::Command;
use support::examples::{copy_of, repository};

const EXAMPLE: &str = "early_onset_colorectal";

/// Why a program is not here.
fn missing(program: &str) -> Option<String> {
    match Command::new(program).arg("--version").output() {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(format!("`{program} --version` fails ({})", output.status)),
        Err(error) => Some(format!("`{program}` cannot be started ({error})")),
    }
}

/// Says why a test is skipped; where it is required, that is its failure.
fn skipped(reason: &str) {
    assert!(
        std::env::var("KOHORT_REQUIRE_CLIENTS").is_err(),
        "the clients are required here, and {reason}"
    );
    eprintln!("skipped: {reason}");
}

/// Runs a client's script to its end.
fn drive(command: &mut Command) {
    let output = command
        .env("KOHORT", env!("CARGO_BIN_EXE_kohort"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{said}\n{complained}", output.status);
    assert!(said.contains("ok the server ends"), "not all was done:\n{said}");
}

#[test]
fn neovim_drives_the_server() {
    if let Some(reason) = missing("nvim") {
        return skipped(&reason);
    }
    let project = copy_of(EXAMPLE);
    let project = project.path().canonicalize().unwrap();
    drive(
        Command::new("nvim")
            .args(["--headless", "--clean", "-i", "NONE", "-u"])
            .arg(repository().join("tests/clients/nvim/client.lua"))
            .env("PLUGIN", repository().join("lsp/editors/neovim"))
            .env("STUDY", project.join(EXAMPLE).with_extension("kohort"))
            .current_dir(&project),
    );
}

#[test]
fn vs_code_drives_the_server() {
    let client = repository().join("tests/clients/vscode");
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| String::from("chromium"));
    let built = |path: &Path| {
        let help = "`npm ci && npm run build` in tests/clients/vscode, after `npm ci` in lsp/editors/vscode";
        (!path.exists()).then(|| format!("the page is not built: {help}"))
    };
    let reason = missing("node")
        .or_else(|| missing(&chromium))
        .or_else(|| built(&client.join("dist/index.html")));
    if let Some(reason) = reason {
        return skipped(&reason);
    }
    let project = copy_of(EXAMPLE);
    drive(
        Command::new("node")
            .arg("run.mjs")
            .env("PROJECT", project.path().canonicalize().unwrap())
            .current_dir(client),
    );
}
