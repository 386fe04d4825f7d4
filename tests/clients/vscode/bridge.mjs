// The machine that the page has none of: it serves the page and the project's files, and puts a socket before `kohort lsp`.
import { spawn } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";

const DIST = fileURLToPath(new URL("dist", import.meta.url));
const EXTENSION = fileURLToPath(new URL("../../../lsp/editors/vscode", import.meta.url));

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

/** The texts of a folder, by their paths in it. */
async function texts(folder, wanted) {
  const paths = (await readdir(folder, { recursive: true })).filter(wanted).sort();
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path), "utf8")])));
}

/** What the page is given: the project's files, and the extension without its code, which the page has. */
async function given(folder, settings) {
  const manifest = JSON.parse(await readFile(join(EXTENSION, "package.json"), "utf8"));
  // The page starts the extension itself, in place of the code for the desktop.
  delete manifest.main;
  manifest.activationEvents = [];
  return {
    folder,
    files: await texts(folder, (path) => /(\.kohort|kohort\.toml)$/.test(path)),
    manifest,
    assets: await texts(EXTENSION, (path) => /^(language-configuration\.json|(syntaxes|snippets|images)\/.*)$/.test(path)),
    settings,
  };
}

/** Splits what a server writes into messages: a head with the length, and as many bytes. */
function messages(stream, take) {
  let waiting = Buffer.alloc(0);
  stream.on("data", (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      const head = waiting.indexOf("\r\n\r\n");
      if (head < 0) {
        return;
      }
      const length = /^content-length: *(\d+)/im.exec(waiting.subarray(0, head).toString("latin1"));
      if (length === null) {
        throw new Error(`what the server writes is no message: ${waiting.subarray(0, head).toString()}`);
      }
      const end = head + 4 + Number(length[1]);
      if (waiting.length < end) {
        return;
      }
      take(waiting.subarray(head + 4, end).toString("utf8"));
      waiting = waiting.subarray(end);
    }
  });
}

/** Serves the page for a project's folder; the answer has its address and ends it. */
export async function serve({ kohort, folder, settings = {}, log = () => undefined }) {
  const children = new Set();
  const http = createServer((request, response) => {
    const answer = async () => {
      const { pathname } = new URL(request.url, "http://localhost");
      if (pathname === "/given.json") {
        return [TYPES[".json"], JSON.stringify(await given(folder, settings))];
      }
      const path = normalize(pathname === "/" ? "/index.html" : pathname);
      return [TYPES[extname(path)] ?? "application/octet-stream", await readFile(join(DIST, path))];
    };
    answer().then(
      ([type, body]) => response.writeHead(200, { "content-type": type }).end(body),
      (error) => response.writeHead(error.code === "ENOENT" ? 404 : 500).end(String(error)),
    );
  });
  const sockets = new WebSocketServer({ server: http, path: "/server" });
  sockets.on("connection", (socket) => {
    const child = spawn(kohort, ["lsp"], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
    children.add(child);
    child.stderr.on("data", (chunk) => log(`server: ${chunk}`));
    messages(child.stdout, (message) => {
      log(`< ${message}`);
      socket.send(message);
    });
    socket.on("message", (data) => {
      log(`> ${data}`);
      const body = Buffer.from(data.toString(), "utf8");
      child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
      child.stdin.write(body);
    });
    child.on("exit", (code) => {
      children.delete(child);
      log(`the server ended with ${code}`);
      socket.close();
    });
    socket.on("close", () => child.stdin.end());
  });
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${http.address().port}/`,
    end: async () => {
      for (const child of children) {
        child.kill();
      }
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
