import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const ROOT = resolve(import.meta.dirname, "../../..");
const START_MS = 30_000;

/** Returns the binary under test: `BELFRY_BINARY`, or the debug build, which reads the built client from `ui/dist`. */
function binary(): string {
  const path = process.env.BELFRY_BINARY ?? join(ROOT, "target/debug/belfry");
  if (!existsSync(path)) throw new Error("the binary is missing: run `cargo build` first");
  if (!existsSync(join(ROOT, "ui/dist/index.html"))) {
    throw new Error("the client is not built: run `npm --prefix ui run build` first");
  }
  return path;
}

/** The real binary as a child, with a data directory of its own. */
export class Server {
  readonly #directory: string;
  readonly #settings: Readonly<Record<string, string>>;
  #child: ChildProcess;
  #log: string[] = [];
  /** Where it listens, `http://127.0.0.1:…`: kept over restarts, as a browser expects. */
  readonly origin: string;

  private constructor(
    directory: string,
    settings: Readonly<Record<string, string>>,
    child: ChildProcess,
    address: string,
  ) {
    this.#directory = directory;
    this.#settings = settings;
    this.#child = child;
    this.origin = `http://${address}`;
  }

  /** Starts one without rate limits (browsers and bots of one machine would share them), on any free port. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
    const directory = await mkdtemp(join(tmpdir(), "belfry-e2e-"));
    const all = { BELFRY_LIMITS__RATE_LIMITS: "false", ...settings };
    const log: string[] = [];
    const { child, address } = await launch(directory, { BELFRY_HTTP__LISTEN: "127.0.0.1:0", ...all }, log);
    const server = new Server(directory, all, child, address);
    server.#log = log;
    return server;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await ended(this.#child, "SIGKILL");
  }

  /** Starts it again after a `kill`, on the same port and data. */
  async restart(): Promise<void> {
    const listen = this.origin.replace("http://", "");
    const { child } = await launch(
      this.#directory,
      { ...this.#settings, BELFRY_HTTP__LISTEN: listen },
      this.#log,
    );
    this.#child = child;
  }

  /** Drains it, and throws unless it ends cleanly. */
  async end(): Promise<void> {
    const code = await ended(this.#child, "SIGTERM");
    await rm(this.#directory, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the server ended with ${code}:\n${this.#log.slice(-30).join("\n")}`);
  }
}

async function launch(
  directory: string,
  settings: Readonly<Record<string, string>>,
  log: string[],
): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(binary(), ["serve"], {
    env: {
      PATH: process.env.PATH,
      BELFRY_STORE__PATH: directory,
      BELFRY_METRICS__LISTEN: "127.0.0.1:0",
      BELFRY_LOG__FORMAT: "json",
      ...settings,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream });
  const address = await new Promise<string>((found, failed) => {
    const deadline = setTimeout(() => failed(new Error(`it does not listen:\n${log.join("\n")}`)), START_MS);
    child.once("exit", (code) => failed(new Error(`it ended with ${code}:\n${log.join("\n")}`)));
    lines.on("line", (line) => {
      log.push(line);
      if (!line.includes('"listening"')) return;
      clearTimeout(deadline);
      found(String((JSON.parse(line) as { http: string }).http));
    });
  });
  return { child, address };
}

/** Sends `signal` and returns the exit code, once it is gone. */
function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((done) => {
    child.once("exit", (code) => done(code));
    child.kill(signal);
  });
}
