import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";

export type { Browser, BrowserContext, CDPSession, Page };

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Returns where chromium is: `CHROMIUM`, or where Debian and others put it. */
export function executable(): string {
  const path = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (path === undefined) throw new Error("chromium is missing: `scripts/setup` installs it");
  return path;
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable(),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}

/** Takes over a chromium that was started with `--remote-debugging-port`; `close` lets go of it. */
export function connect(address: string): Promise<Browser> {
  return chromium.connectOverCDP(address);
}

export interface Device {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What a page must never do, as it happened: errors, violations of its policy, requests to others. */
  readonly faults: string[];
}

export interface DeviceOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: "light" | "dark";
  readonly locale?: string;
  readonly timezone?: string;
  /** A finger points, and nothing hovers. */
  readonly touch?: boolean;
}

/** Opens a browser of its own (cookies, storage) with one page. */
export async function device(browser: Browser, origin: string, options: DeviceOptions = {}): Promise<Device> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.theme ?? "light",
    locale: options.locale ?? "en-GB",
    timezoneId: options.timezone ?? "UTC",
    hasTouch: options.touch ?? false,
    reducedMotion: "reduce",
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  const faults: string[] = [];
  context.setDefaultTimeout(10_000);
  context.on("page", (page) => watch(page, origin, faults));
  return { context, page: await context.newPage(), faults };
}

/** Refused requests are part of a life with errors and restarts: those are the server's to answer for, and its own tests'. */
const EXPECTED = /Failed to load resource|WebSocket connection to .* failed/;

function watch(page: Page, origin: string, faults: string[]): void {
  page.on("pageerror", (error) => faults.push(`error: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error" || EXPECTED.test(message.text())) return;
    faults.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    const own = [origin, origin.replace("http", "ws"), "data:", "blob:"];
    if (!own.some((begin) => url.startsWith(begin))) faults.push(`request to ${url}`);
  });
}
