//! `kohort lsp` as an editor starts it: the real program over its standard input and output.
//!
//! Everything that it writes has to be a message; a stray byte fails.

#![allow(clippy::disallowed_methods, reason = "the test starts the program")]

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

/// The program, with both ends of its pipes.
struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start(folder: &Path) -> Self {
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

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn tell(&mut self, method: &str, parameters: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// The next message. Its head is exactly one line, and what follows is exactly as long as it says.
    fn receive(&mut self) -> Value {
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

    fn ask(&mut self, id: u64, method: &str, parameters: Value) -> Value {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        loop {
            let message = self.receive();
            if message["id"] == id {
                assert!(message["error"].is_null(), "{message}");
                return message["result"].clone();
            }
        }
    }

    fn begin(&mut self, folder: &Path) {
        let folders = json!([{ "uri": format!("file://{}", folder.display()), "name": "project" }]);
        let answer = self.ask(
            1,
            "initialize",
            json!({ "capabilities": {}, "workspaceFolders": folders }),
        );
        assert_eq!(answer["serverInfo"]["name"], "kohort");
        self.tell("initialized", json!({}));
    }

    /// What is published about a document first.
    fn diagnostics(&mut self, uri: &str) -> Vec<String> {
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri {
                let all = message["params"]["diagnostics"].as_array().unwrap();
                let codes = all.iter().map(|one| one["code"].as_str().unwrap_or("none"));
                return codes.map(str::to_owned).collect();
            }
        }
    }

    /// Waits for the end while the input stays open; nothing more is written.
    fn end(mut self) -> (ExitStatus, String) {
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

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("kohort.toml"), "[project]\nname = \"胃\"\n").unwrap();
    fs::write(
        folder.path().join("study.kohort"),
        "study s version \"1.0.0\" on std.oncology\n\ncohort c {\n  index birth_dat\n}\n\nreport { attrition }\n",
    )
    .unwrap();
    folder
}

fn open(server: &mut Server, folder: &Path, file: &str) -> String {
    let uri = format!("file://{}/{file}", folder.display());
    let text = fs::read_to_string(folder.join(file)).unwrap();
    server.tell(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": uri, "languageId": "kohort", "version": 1, "text": text } }),
    );
    uri
}

#[test]
fn a_conversation_from_start_to_end() {
    let folder = project();
    let root = folder.path().canonicalize().unwrap();
    let mut server = Server::start(&root);
    server.begin(&root);
    let uri = open(&mut server, &root, "study.kohort");
    assert_eq!(server.diagnostics(&uri), ["K0201"]);
    server.tell(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": uri, "version": 2 },
            "contentChanges": [{ "range": { "start": { "line": 3, "character": 17 }, "end": { "line": 3, "character": 17 } }, "text": "e" }],
        }),
    );
    assert_eq!(server.diagnostics(&uri), ["K0504"]);
    assert_eq!(server.ask(2, "shutdown", Value::Null), Value::Null);
    server.tell("exit", Value::Null);
    let (status, said) = server.end();
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}

#[test]
#[cfg(unix)]
fn a_folder_behind_a_link_is_called_as_the_editor_calls_it() {
    let folder = project();
    let around = tempfile::tempdir().unwrap();
    let link = around.path().canonicalize().unwrap().join("link");
    std::os::unix::fs::symlink(folder.path().canonicalize().unwrap(), &link).unwrap();
    let mut server = Server::start(&link);
    server.begin(&link);
    fs::write(folder.path().join("other.kohort"), "let a = )\n").unwrap();
    let uri = open(&mut server, &link, "study.kohort");
    assert_eq!(server.diagnostics(&uri), ["K0201"]);
    let other = format!("file://{}/other.kohort", link.display());
    server.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert!(!server.diagnostics(&other).is_empty());
    server.ask(2, "shutdown", Value::Null);
    server.tell("exit", json!({}));
    assert_eq!(server.end().0.code(), Some(0));
}

#[test]
fn a_manifest_that_is_wrong_is_told_where_it_stands() {
    let folder = project();
    let root = folder.path().canonicalize().unwrap();
    fs::write(root.join("kohort.toml"), "[project]\nsauces = []\n").unwrap();
    let mut server = Server::start(&root);
    server.begin(&root);
    let manifest = format!("file://{}/kohort.toml", root.display());
    assert_eq!(server.diagnostics(&manifest), ["none"]);
    server.ask(2, "shutdown", Value::Null);
    server.tell("exit", Value::Null);
    assert_eq!(server.end().0.code(), Some(0));
}

#[test]
fn an_editor_that_goes_without_a_word_is_told_so_by_the_exit_code() {
    let folder = project();
    let root = folder.path().canonicalize().unwrap();
    let mut server = Server::start(&root);
    server.begin(&root);
    server.tell("exit", Value::Null);
    assert_eq!(server.end().0.code(), Some(1));
}
