import { once } from "node:events";
import { createInterface } from "node:readline";
import { text as allOf } from "node:stream/consumers";
import { InputError } from "../../../components/core/errors";
import {
  JsonFault,
  PatternError,
  compilePattern,
  explain,
  matches,
  readEvent,
  readMembers,
  type Event,
  type Pattern,
} from "../../../lib/event-patterns";
import { readEvents } from "../../deploy/read-events";
import type { Command, Terminal } from "../command";
import { patternDocument, rulesDocument, rulesText, verdictText, type Verdict } from "../format/events-match";
import { fileText } from "../given-file";
import { OPTION, valuesOf, type OptionValues } from "../options";
import { marked, opened, type Opened } from "../run";

export const eventsMatch: Command = {
  name: "events match",
  summary: "Show which event rules match an event, and why the others do not",
  details:
    "The event is read from a file, or from standard input if no file is named. It is matched with the rules of an\n" +
    "environment (--env), read from its state, or with one pattern (--pattern). With --json and neither, each line of\n" +
    'standard input is {"pattern":…,"event":…} and is answered with one line: {"match":true}, {"match":false} or\n' +
    '{"error":…}. Events match as they do in EventBridge; docs/event-patterns.md explains where that is surprising.',
  argument: { name: "event", description: "file with one event, JSON; default: standard input" },
  options: [
    {
      flags: "--pattern <file>",
      conflicts: ["env", "only"],
      description: "file with one event pattern, JSON, to match instead of an environment's rules",
    },
    { ...OPTION.env, description: "environment whose rules are matched", mandatory: false },
    OPTION.only,
    OPTION.platform,
    OPTION.engine,
    OPTION.json,
    OPTION.state,
  ],
  examples: [
    "causeway events match event.json --env dev --only events --engine embedded",
    "causeway events match event.json --pattern pattern.json",
    "causeway events match --json < pairs.jsonl",
  ],
  async run(given, terminal) {
    const values = valuesOf(given);
    const pattern = given.options["pattern"];
    if (typeof pattern === "string") return await matchPattern(pattern, given.argument, values, terminal);
    if (values.env !== "") return await matchRules(values, given.argument, terminal);
    if (values.json && given.argument === undefined) return await matchLines(terminal);
    throw new InputError("options", [
      {
        path: "--env",
        given: undefined,
        allowed: "an environment, or --pattern with a file, or --json with lines",
      },
    ]);
  },
};

async function matchPattern(
  file: string,
  event: string | undefined,
  { json }: OptionValues,
  terminal: Terminal,
): Promise<number> {
  const text = fileText("--pattern", file, terminal.cwd);
  const read = await readGiven(event, terminal);
  const verdict = verdictOf(patternIn(file, text), read);
  terminal.stdout.write(json ? patternDocument(verdict) : `${verdictText(verdict)}\n`);
  return 0;
}

async function matchRules(
  values: OptionValues,
  given: string | undefined,
  terminal: Terminal,
): Promise<number> {
  const work = async (event: Event, { engine, selection, workDir }: Opened): Promise<number> => {
    const { rules } = await readEvents(selection, engine, workDir);
    const verdicts = rules.map((rule) => ({
      rule,
      verdict:
        rule.pattern === undefined
          ? { error: "it has no pattern that can be read" }
          : judge(rule.pattern, event),
    }));
    terminal.stdout.write(
      values.json ? rulesDocument(values.env, engine.simulated, verdicts) : rulesText(verdicts),
    );
    return 0;
  };
  return await marked(values, terminal, async () => {
    const event = await readGiven(given, terminal);
    return await opened(values, terminal, (on) => work(event, on));
  });
}

/** Answers every line of standard input with one line. */
async function matchLines({ stdin, stdout }: Terminal): Promise<number> {
  for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) {
    if (!stdout.write(`${JSON.stringify(answerLine(line))}\n`)) await once(stdout, "drain");
  }
  return 0;
}

/** The answer to one line; what the line holds is cut out of it as it is spelled. */
function answerLine(line: string): { match: boolean } | { error: string } {
  try {
    const members = readMembers(line);
    const part = (name: string) => {
      const found = members.filter((member) => member.name === name);
      const [only] = found;
      if (only === undefined || found.length > 1) throw new JsonFault(`one "${name}" is expected`, 0, line);
      return only.value.kind === "string" ? only.value.value : only.text;
    };
    return { match: matches(compilePattern(part("pattern")), readEvent(part("event"))) };
  } catch (error) {
    if (error instanceof JsonFault || error instanceof PatternError) return { error: error.message };
    throw error;
  }
}

function judge(pattern: string, event: Event): Verdict {
  try {
    return verdictOf(compilePattern(pattern), event);
  } catch (error) {
    if (error instanceof PatternError) return { error: error.message };
    throw error;
  }
}

function verdictOf(pattern: Pattern, event: Event): Verdict {
  const mismatch = explain(pattern, event);
  return mismatch === undefined ? { match: true } : { match: false, mismatch };
}

function patternIn(file: string, text: string): Pattern {
  try {
    return compilePattern(text);
  } catch (error) {
    if (error instanceof PatternError) throw new InputError(`pattern ${file}`, error.faults);
    throw error;
  }
}

async function readGiven(file: string | undefined, terminal: Terminal): Promise<Event> {
  const given = file === undefined ? await allOf(terminal.stdin) : fileText("event", file, terminal.cwd);
  try {
    return readEvent(given);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new InputError(file ?? "standard input", [{ path: "event", allowed: error.message }]);
  }
}
