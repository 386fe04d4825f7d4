//! Messages as bytes, one end of the pipe.

use serde_json::Value;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::runtime::Runtime;

/// As long as any answer may take on a busy machine before the test has failed.
const PATIENCE: Duration = Duration::from_secs(120);

/// The editor's end.
pub(crate) struct Wire {
    runtime: Runtime,
    stream: DuplexStream,
    read: Vec<u8>,
}

impl Wire {
    pub(crate) fn new(stream: DuplexStream) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime");
        Self {
            runtime,
            stream,
            read: Vec::new(),
        }
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, message: &Value) {
        self.send_bytes(message.to_string().as_bytes());
    }

    /// Sends what may be no message.
    pub(crate) fn send_bytes(&mut self, body: &[u8]) {
        let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend(body);
        let sent = self.runtime.block_on(self.stream.write_all(&bytes));
        sent.expect("the server reads");
    }

    /// The next message; none if the server has ended.
    pub(crate) fn receive(&mut self) -> Option<Value> {
        loop {
            if let Some(message) = self.complete() {
                return Some(message);
            }
            let mut bytes = [0; 64 * 1024];
            let stream = &mut self.stream;
            let reading = async { tokio::time::timeout(PATIENCE, stream.read(&mut bytes)).await };
            let read = self.runtime.block_on(reading);
            let count = read.expect("the server answers in time").expect("the pipe holds");
            if count == 0 {
                assert!(self.read.is_empty(), "half a message");
                return None;
            }
            self.read.extend(&bytes[..count]);
        }
    }

    fn complete(&mut self) -> Option<Value> {
        let end = self.read.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&self.read[..end]).expect("a head");
        let length: usize = head
            .lines()
            .find_map(|line| line.strip_prefix("Content-Length: "))
            .expect("a length")
            .parse()
            .expect("a number");
        let body = end + 4..end + 4 + length;
        let message = serde_json::from_slice(self.read.get(body.clone())?).expect("JSON");
        self.read.drain(..body.end);
        Some(message)
    }
}
