//! `kohort lsp` as an editor starts it: the real program over its standard input and output.
//!
//! Everything that it writes has to be a message; a stray byte fails.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the test starts the program, and fails where it does not speak as it should"
)]

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

/// The program, with both ends of its pipes.
pub(crate) struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    pub(crate) fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kohort"))
            .arg("lsp")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
        }
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.input.flush().unwrap();
    }

    pub(crate) fn tell(&mut self, method: &str, parameters: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// The next message. Its head is exactly one line, and what follows is exactly as long as it says.
    pub(crate) fn receive(&mut self) -> Value {
        let mut head = String::new();
        self.output.read_line(&mut head).unwrap();
        let length = head
            .strip_prefix("Content-Length: ")
            .and_then(|rest| rest.strip_suffix("\r\n"));
        let length: usize = length
            .unwrap_or_else(|| panic!("no head: {head:?}"))
            .parse()
            .unwrap();
        let mut empty = String::new();
        self.output.read_line(&mut empty).unwrap();
        assert_eq!(empty, "\r\n");
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    pub(crate) fn ask(&mut self, id: u64, method: &str, parameters: Value) -> Value {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        loop {
            let message = self.receive();
            if message["id"] == id {
                assert!(message["error"].is_null(), "{message}");
                return message["result"].clone();
            }
        }
    }

    pub(crate) fn begin(&mut self, folder: &Path) {
        let folders = json!([{ "uri": format!("file://{}", folder.display()), "name": "project" }]);
        let answer = self.ask(
            1,
            "initialize",
            json!({ "capabilities": {}, "workspaceFolders": folders }),
        );
        assert_eq!(answer["serverInfo"]["name"], "kohort");
        self.tell("initialized", json!({}));
    }

    /// What is published about a version of a document, which is none for a file that no editor shows.
    pub(crate) fn diagnostics(&mut self, uri: &str, version: Option<i64>) -> Vec<String> {
        loop {
            let message = self.receive();
            let told = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics"
                && told["uri"] == uri
                && told["version"].as_i64() == version
            {
                let all = told["diagnostics"].as_array().unwrap();
                let codes = all.iter().map(|one| one["code"].as_str().unwrap_or("none"));
                return codes.map(str::to_owned).collect();
            }
        }
    }

    /// Waits for the end while the input stays open; nothing more is written.
    pub(crate) fn end(mut self) -> (ExitStatus, String) {
        let mut rest = Vec::new();
        self.output.read_to_end(&mut rest).unwrap();
        assert_eq!(String::from_utf8_lossy(&rest), "");
        let mut said = String::new();
        let mut errors = self.child.stderr.take().unwrap();
        let status = self.child.wait().unwrap();
        errors.read_to_string(&mut said).unwrap();
        (status, said)
    }
}

/// Shows a file of a folder; its name for the editor.
pub(crate) fn open(server: &mut Server, folder: &Path, file: &str) -> String {
    let uri = format!("file://{}/{file}", folder.display());
    let text = fs::read_to_string(folder.join(file)).unwrap();
    server.tell(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": uri, "languageId": "kohort", "version": 1, "text": text } }),
    );
    uri
}
