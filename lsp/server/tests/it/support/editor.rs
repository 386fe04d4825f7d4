//! An editor over a pipe, which fails if the server says anything that nobody expects.

use super::disk::Disk;
use super::wire::Wire;
use kohort_lsp::{Ended, converse};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::thread::JoinHandle;

/// Room in the pipe; more waits, as in a real one.
const PIPE: usize = 64 * 1024;

/// An editor.
pub(crate) struct Editor {
    wire: Wire,
    server: Option<JoinHandle<Ended>>,
    next_id: u64,
    /// What came and was not asked for.
    unhandled: VecDeque<Value>,
    /// Answers that nobody has taken yet.
    answers: BTreeMap<u64, Value>,
    /// The requests whose answers were taken.
    taken: BTreeSet<u64>,
    /// The documents that were closed at some time.
    closed: BTreeSet<String>,
    /// What was last published about each document.
    pub(crate) published: BTreeMap<String, Value>,
    /// How often something was published about a document.
    pub(crate) publications: usize,
    /// The newest revision that the server called checked.
    quiescent: Option<u64>,
    /// What the server answered to `initialize`.
    pub(crate) capabilities: Value,
}

impl Editor {
    /// An editor that has started a server on a disk and can do little.
    pub(crate) fn start(disk: &Disk) -> Self {
        Self::start_with(disk, json!({}), json!({}))
    }

    /// An editor with abilities, and more of what it says when it starts.
    pub(crate) fn start_with(disk: &Disk, capabilities: Value, more: Value) -> Self {
        let mut editor = Self::connect(disk);
        let mut capabilities = capabilities;
        capabilities["experimental"]["kohortStatus"] = json!(true);
        let mut parameters = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        for (name, value) in more.as_object().expect("an object") {
            parameters[name] = value.clone();
        }
        let answer = editor.ask("initialize", parameters);
        editor.capabilities = answer["capabilities"].clone();
        editor.tell("initialized", json!({}));
        editor
    }

    /// An editor that has not said anything yet.
    pub(crate) fn connect(disk: &Disk) -> Self {
        let (ours, theirs) = tokio::io::duplex(PIPE);
        let (input, output) = tokio::io::split(theirs);
        let host = Box::new(disk.clone());
        let server = std::thread::spawn(move || converse(input, output, host).expect("a server"));
        Self {
            wire: Wire::new(ours),
            server: Some(server),
            next_id: 0,
            unhandled: VecDeque::new(),
            answers: BTreeMap::new(),
            taken: BTreeSet::new(),
            closed: BTreeSet::new(),
            published: BTreeMap::new(),
            publications: 0,
            quiescent: None,
            capabilities: Value::Null,
        }
    }

    /// Tells the server something.
    pub(crate) fn tell(&mut self, method: &str, parameters: Value) {
        self.wire
            .send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// Sends what may be no message.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        self.wire.send_bytes(bytes);
    }

    /// Sends a request; its number.
    pub(crate) fn send(&mut self, method: &str, parameters: Value) -> u64 {
        self.next_id += 1;
        let id = self.next_id;
        self.wire
            .send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        id
    }

    /// The answer to a request: a message with a result or an error.
    pub(crate) fn answer(&mut self, id: u64) -> Value {
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                self.taken.insert(id);
                return answer;
            }
            self.take_one();
        }
    }

    /// Asks, and expects a result.
    pub(crate) fn ask(&mut self, method: &str, parameters: Value) -> Value {
        let id = self.send(method, parameters);
        let answer = self.answer(id);
        assert!(answer["error"].is_null(), "{method}: {answer:#}");
        answer["result"].clone()
    }

    /// Asks, and expects an error with a code.
    pub(crate) fn ask_in_vain(&mut self, method: &str, parameters: Value) -> i64 {
        let id = self.send(method, parameters);
        let answer = self.answer(id);
        answer["error"]["code"].as_i64().expect("an error")
    }

    /// Waits until all that was asked is answered, and lets it be.
    pub(crate) fn forget_answers(&mut self) {
        for id in 1..=self.next_id {
            if !self.taken.contains(&id) {
                self.answer(id);
            }
        }
    }

    /// The code of the refusal of something that was no message.
    pub(crate) fn expect_refusal(&mut self) -> i64 {
        loop {
            let found = self
                .unhandled
                .iter()
                .position(|message| message["id"].is_null() && !message["error"].is_null());
            if let Some(position) = found {
                let refusal = self.unhandled.remove(position).expect("it is there");
                return refusal["error"]["code"].as_i64().expect("a code");
            }
            self.take_one();
        }
    }

    /// The next thing that the server asks of the editor.
    pub(crate) fn expect_request(&mut self, method: &str) -> Value {
        loop {
            let found = self
                .unhandled
                .iter()
                .position(|message| message["method"] == method);
            if let Some(position) = found {
                return self.unhandled.remove(position).expect("it is there");
            }
            self.take_one();
        }
    }

    /// Answers what the server asked.
    pub(crate) fn reply(&mut self, request: &Value, result: Value) {
        self.wire
            .send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }));
    }

    /// Waits until everything is checked and told.
    pub(crate) fn settle(&mut self) {
        let status = self.ask("kohort/status", Value::Null);
        let revision = status["revision"].as_u64().expect("a revision");
        while self.quiescent.is_none_or(|known| known < revision) && revision > 0 {
            self.take_one();
        }
    }

    /// Waits until something is published about a version of a document.
    #[allow(dead_code, reason = "the measurement of latency uses it")]
    pub(crate) fn wait_for_version(&mut self, uri: &str, version: i32) {
        let wanted = Value::from(version);
        while self
            .published
            .get(uri)
            .is_none_or(|published| published["version"] != wanted)
        {
            self.take_one();
        }
    }

    /// What is published about a document once everything is checked.
    pub(crate) fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        self.settle();
        let published = self.published.get(uri);
        let diagnostics = published.and_then(|published| published["diagnostics"].as_array());
        diagnostics.cloned().unwrap_or_default()
    }

    /// The codes of what is published about a document.
    pub(crate) fn codes(&mut self, uri: &str) -> Vec<String> {
        let diagnostics = self.diagnostics(uri);
        let codes = diagnostics
            .iter()
            .map(|diagnostic| diagnostic["code"].as_str().unwrap_or("none"));
        codes.map(str::to_owned).collect()
    }

    /// Shows a document.
    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        if self.closed.contains(uri) {
            // Versions begin anew, once nothing of before is on its way any more.
            self.settle();
            if let Some(published) = self.published.get_mut(uri) {
                published["version"] = Value::Null;
            }
        }
        self.tell(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "kohort", "version": 1, "text": text } }),
        );
    }

    /// Shows another text of a document.
    pub(crate) fn replace(&mut self, uri: &str, version: i32, text: &str) {
        self.change(uri, version, json!([{ "text": text }]));
    }

    /// Changes a document.
    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: Value) {
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes }),
        );
    }

    /// Does not show a document any more.
    pub(crate) fn close(&mut self, uri: &str) {
        self.closed.insert(uri.to_owned());
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Says that files changed on the disk.
    pub(crate) fn watched(&mut self, uris: &[&str]) {
        let changes: Vec<Value> = uris.iter().map(|uri| json!({ "uri": uri, "type": 2 })).collect();
        self.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    /// Ends without a word; how the server ended.
    pub(crate) fn vanish(mut self) -> Ended {
        let server = self.server.take().expect("a server");
        let (other, _) = tokio::io::duplex(1);
        self.wire = Wire::new(other);
        server.join().expect("the server does not panic")
    }

    /// Says `exit` without `shutdown`; how the server ended.
    pub(crate) fn exit_at_once(mut self) -> Ended {
        self.tell("exit", Value::Null);
        let server = self.server.take().expect("a server");
        server.join().expect("the server does not panic")
    }

    /// Takes one message of the server.
    fn take_one(&mut self) {
        let message = self.wire.receive().expect("the server goes on");
        match (message["id"].as_u64(), message["method"].as_str()) {
            (Some(id), None) => {
                let before = self.answers.insert(id, message);
                assert!(before.is_none(), "two answers");
            }
            (None, Some("textDocument/publishDiagnostics")) => {
                let parameters = message["params"].clone();
                let uri = parameters["uri"].as_str().expect("a name").to_owned();
                let version = |published: &Value| published["version"].as_i64();
                let before = self.published.get(&uri).and_then(version);
                if let (Some(before), Some(now)) = (before, version(&parameters)) {
                    assert!(
                        before <= now,
                        "the version of {uri} went back from {before} to {now}"
                    );
                }
                self.publications += 1;
                self.published.insert(uri, parameters);
            }
            (None, Some("kohort/status")) => {
                if message["params"]["quiescent"] == true {
                    self.quiescent = message["params"]["revision"].as_u64();
                }
            }
            _ => self.unhandled.push_back(message),
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let Some(server) = self.server.take() else { return };
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        // The pipe stays open meanwhile, as some editors keep it. What was published before may still be on its way.
        while let Some(message) = self.wire.receive() {
            let method = message["method"].as_str().unwrap_or_default();
            let expected = ["textDocument/publishDiagnostics", "kohort/status"];
            assert!(expected.contains(&method), "{message}");
        }
        let ended = server.join().expect("the server does not panic");
        assert_eq!(ended, Ended::AsAgreed);
        assert!(self.unhandled.is_empty(), "{:#?}", self.unhandled);
        assert!(self.answers.is_empty(), "{:#?}", self.answers);
    }
}
