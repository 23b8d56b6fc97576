/** A journal of every run of an environment: one JSON line as each thing happens, so that a killed run can be resumed. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import path from "node:path";
import { DeployError } from "./failure";
import type { Layout } from "./layout";
import type { StackResult, Verb } from "./report";

const VERSION = 1;

type Line =
  | { readonly v: 1; readonly run: string; readonly at: string; readonly begin: Begin }
  | {
      readonly v: 1;
      readonly run: string;
      readonly at: string;
      readonly stack: string;
      readonly result: StackResult;
      readonly held: number;
    }
  | { readonly v: 1; readonly run: string; readonly at: string; readonly end: string };

interface Begin {
  readonly verb: Verb;
  readonly stacks: readonly string[];
  readonly resumes?: string;
}

/** A run as its lines tell it. */
export interface PastRun {
  readonly run: string;
  readonly at: string;
  readonly verb: Verb;
  readonly stacks: readonly string[];
  /** Stacks that finished well in it, or in the runs it resumed. */
  readonly finished: ReadonlySet<string>;
}

/** The journal of one environment of one platform. */
export class RunRecord {
  private constructor(
    private readonly file: string,
    private readonly lines: readonly Line[],
    /** Length of the whole lines, where half a line follows them. */
    private torn: number | undefined,
  ) {}

  /** @throws {DeployError} `damaged` when a whole line can not be read. */
  static open(layout: Layout, platform: string, env: string): RunRecord {
    const file = path.join(layout.runs, `${platform}-${env}.ndjson`);
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    // A run that was killed may leave half a last line.
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    const torn = whole.length < text.length ? Buffer.byteLength(whole) : undefined;
    return new RunRecord(file, parse(whole, file), torn);
  }

  /** The last run of a verb; undefined when there was none. */
  last(verb: Verb): PastRun | undefined {
    const begins = this.lines.filter((line) => "begin" in line && line.begin.verb === verb);
    const begin = begins.at(-1);
    return begin === undefined ? undefined : this.#past(begin.run);
  }

  /** Resources that a stack held when it was last brought up; undefined when that is not known. */
  lastHeld(stack: string): number | undefined {
    const told = this.lines.filter((line) => "stack" in line && line.stack === stack && line.held > 0).at(-1);
    return told !== undefined && "held" in told ? told.held : undefined;
  }

  begin(run: string, at: Date, begin: Begin): void {
    this.#append({ v: VERSION, run, at: at.toISOString(), begin });
  }

  settle(run: string, at: Date, stack: string, result: StackResult, held: number): void {
    this.#append({ v: VERSION, run, at: at.toISOString(), stack, result, held });
  }

  end(run: string, at: Date, result: string): void {
    this.#append({ v: VERSION, run, at: at.toISOString(), end: result });
  }

  #past(run: string): PastRun | undefined {
    const own = this.lines.filter((line) => line.run === run);
    const first = own.find((line) => "begin" in line);
    if (first === undefined || !("begin" in first)) return undefined;
    const { verb, stacks, resumes } = first.begin;
    const finished = new Set(resumes === undefined ? [] : this.#past(resumes)?.finished);
    for (const line of own) if ("stack" in line && line.result === "succeeded") finished.add(line.stack);
    return { run, at: first.at, verb, stacks, finished };
  }

  #append(line: Line): void {
    mkdirSync(path.dirname(this.file), { recursive: true, mode: 0o700 });
    if (this.torn !== undefined) truncateSync(this.file, this.torn);
    this.torn = undefined;
    appendFileSync(this.file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }
}

function parse(text: string, file: string): Line[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line, index) => {
      try {
        return JSON.parse(line) as Line;
      } catch (error) {
        const message = `${file}: line ${index + 1} can not be read. It is a journal of past runs and holds no state: move the file away and run without --resume.`;
        throw new DeployError("damaged", message, { cause: error });
      }
    });
}
