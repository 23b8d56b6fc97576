/** A real browser without a screen, spoken to over its own debugging pipe: nothing to install but the browser. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { packagePath } from "../../scripts/parts.mjs";

/** Where the browser is; none where the machine has none. */
const browserFile = packagePath("chromium");
const MISSING = "not run: no Chromium on the PATH";

/** Tests in a real browser; in CI they fail where there is none. */
export function describeInBrowser(title: string, tests: (browser: () => Browser) => void): void {
  const skipped = browserFile === undefined && process.env["CI"] !== "true";
  describe.skipIf(skipped)(browserFile === undefined ? `${title}: ${MISSING}` : title, () => {
    let browser: Browser;
    beforeAll(() => {
      expect(browserFile, MISSING).toBeDefined();
      browser = new Browser();
    });
    afterAll(async () => await browser.close());
    tests(() => browser);
  });
}

type Params = Record<string, unknown>;
interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

export class Browser {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #heard = new Set<(message: Message) => void>();
  #last = 0;

  constructor() {
    if (browserFile === undefined) throw new Error(MISSING);
    this.#folder = mkdtempSync(path.join(os.tmpdir(), "causeway-browser-"));
    const flags = [
      "--headless=new",
      "--remote-debugging-pipe",
      `--user-data-dir=${this.#folder}/profile`,
      ...["--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions"],
      // Pages that are looked at come from this project; its own sandbox can not be had by root.
      "--no-sandbox",
      "about:blank",
    ];
    this.#child = spawn(browserFile, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    let text = "";
    const answers = this.#child.stdio[4] as Readable;
    answers.setEncoding("utf8").on("data", (chunk: string) => {
      const messages = (text + chunk).split("\0");
      text = messages.pop() ?? "";
      for (const one of messages) this.#hear(JSON.parse(one) as Message);
    });
  }

  #hear(message: Message): void {
    for (const hear of this.#heard) hear(message);
    if (message.id === undefined) return;
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }

  async send(method: string, params: Params = {}, sessionId?: string): Promise<Params> {
    this.#last += 1;
    const id = this.#last;
    const answer = await new Promise<Message>((resolve) => {
      this.#waiting.set(id, resolve);
      const message = JSON.stringify({
        id,
        method,
        params,
        ...(sessionId === undefined ? {} : { sessionId }),
      });
      (this.#child.stdio[3] as Writable).write(`${message}\0`);
    });
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result ?? {};
  }

  listen(hear: (message: Message) => void): void {
    this.#heard.add(hear);
  }

  /** Opens a page in a tab of its own, as it lies in a file. */
  async open(html: string, options: TabOptions = {}): Promise<Tab> {
    const file = path.join(this.#folder, `${this.#last}.html`);
    writeFileSync(file, html);
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const tab = new Tab(this, String(sessionId));
    await tab.load(pathToFileURL(file).href, options);
    return tab;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    await this.send("Browser.close");
    await ended;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export interface TabOptions {
  /** CSS pixels. @default 1280 */
  readonly width?: number;
  readonly height?: number;
  /** @default false */
  readonly dark?: boolean;
  /** Whether the page's script runs. @default true */
  readonly script?: boolean;
}

export class Tab {
  /** Addresses that the page asked for, its own file aside. */
  readonly requests: string[] = [];
  /** What the browser's console was told: errors, and what the page's policy refused. */
  readonly complaints: string[] = [];
  /** Dialogs that the page opened. */
  readonly dialogs: string[] = [];

  constructor(
    readonly browser: Browser,
    readonly session: string,
  ) {}

  async send(method: string, params: Params = {}): Promise<Params> {
    return await this.browser.send(method, params, this.session);
  }

  async load(address: string, { width = 1280, height = 900, dark = false, script = true }: TabOptions) {
    const loaded = new Promise<void>((resolve) => {
      this.browser.listen(({ sessionId, method, params = {} }) => {
        if (sessionId !== this.session) return;
        if (method === "Page.loadEventFired") resolve();
        if (method === "Network.requestWillBeSent") {
          const { url } = params["request"] as { url: string };
          if (url !== address && !url.startsWith(`${address}#`)) this.requests.push(url);
        }
        if (method === "Log.entryAdded") this.complaints.push((params["entry"] as { text: string }).text);
        if (method === "Runtime.exceptionThrown")
          this.complaints.push(JSON.stringify(params["exceptionDetails"]));
        if (method === "Page.javascriptDialogOpening") {
          this.dialogs.push(String(params["message"]));
          void this.send("Page.handleJavaScriptDialog", { accept: false });
        }
      });
    });
    for (const domain of ["Page", "Network", "Runtime", "Log"]) await this.send(`${domain}.enable`);
    await this.send("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
    const features = [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }];
    await this.send("Emulation.setEmulatedMedia", { features });
    if (!script) await this.send("Emulation.setScriptExecutionDisabled", { value: true });
    await this.send("Page.navigate", { url: address });
    await loaded;
  }

  /** What an expression comes to in the page, promises awaited. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = (await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value: T }; exceptionDetails?: unknown };
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  /** Waits until an expression is true in the page. */
  async until(expression: string): Promise<void> {
    await this.evaluate(
      `new Promise((resolve) => { const look = () => ((${expression}) ? resolve() : requestAnimationFrame(look)); look(); })`,
    );
  }

  /** Presses a key, `Tab` or `a`; `shift` with the shift key. */
  async press(key: string, { shift = false } = {}): Promise<void> {
    const codes: Record<string, number> = { Tab: 9, Enter: 13, Escape: 27, " ": 32, ArrowDown: 40 };
    const text = key.length === 1 ? key : key === "Enter" ? "\r" : undefined;
    const event = {
      key,
      windowsVirtualKeyCode: codes[key] ?? key.toUpperCase().charCodeAt(0),
      modifiers: shift ? 8 : 0,
    };
    await this.send("Input.dispatchKeyEvent", {
      type: "keyDown",
      ...event,
      ...(text === undefined ? {} : { text }),
    });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  async type(text: string): Promise<void> {
    await this.send("Input.insertText", { text });
  }

  /** What axe-core has against the page, and the names of the rules that it holds to. */
  async axe(): Promise<{ readonly violations: unknown[]; readonly passes: string[] }> {
    await this.evaluate(`${readFileSync(require.resolve("axe-core/axe.min.js"), "utf8")};0`);
    return await this.evaluate(
      `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
        .then(({ violations, passes }) => ({ violations: JSON.parse(JSON.stringify(violations)), passes: passes.map(({ id }) => id) }))`,
    );
  }

  /** A picture of what is seen, or of the whole page, as PNG. */
  async picture(whole = false): Promise<Buffer> {
    const { data } = await this.send("Page.captureScreenshot", { captureBeyondViewport: whole });
    return Buffer.from(String(data), "base64");
  }

  async pdf(): Promise<Buffer> {
    const { data } = await this.send("Page.printToPDF", { printBackground: false });
    return Buffer.from(String(data), "base64");
  }
}
