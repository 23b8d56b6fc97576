import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../../../lib/fault";
import { allowedNames } from "../../../lib/suggest";
import { InputError } from "../../../components/core/errors";
import { systemClock } from "../../deploy/clock";
import { DeployError } from "../../deploy/failure";
import type { EventEstate } from "../../deploy/read-events";
import type { Given, Terminal } from "../command";
import { asked, clientsFor } from "./clients";
import { operate, pick } from "./operate";
import { EVENTS_REPLAY_SCHEMA } from "./schemas";
import { valuesOf } from "../options";

/** Replays take minutes; a question costs nothing. */
const PAUSE_MS = 2000;

export async function replay(given: Given, terminal: Terminal): Promise<number> {
  const values = valuesOf(given);
  const window = windowOf(given);
  return await operate(values, terminal, async ({ estate, simulated, say, confirm }) => {
    const archive = pick("archive", "--archive", textOf(given, "archive"), estate.archives);
    const bus = archive.busArn.split("/").at(-1) ?? "";
    const rules = rulesOf(given, bus, estate);
    const name = textOf(given, "name") ?? defaultName(window);
    const names = rules.map((rule) => rule.name).join(", ");
    const clients = clientsFor(archive.arn, simulated, terminal);
    await confirm(
      `replay ${archive.name} from ${window.from.toISOString()} to ${window.to.toISOString()} to ${names}.`,
    );
    const [sdk, client] = await clients.events();
    const started = client.send(
      new sdk.StartReplayCommand({
        ReplayName: name,
        EventSourceArn: archive.arn,
        EventStartTime: window.from,
        EventEndTime: window.to,
        Destination: { Arn: archive.busArn, FilterArns: rules.map(({ arn }) => arn) },
      }),
    );
    await asked(`StartReplay of ${archive.name}`, started);
    say(`Replay ${name}: started, to ${names}.`);
    for (let told = ""; ; await sleep(PAUSE_MS)) {
      const described = client.send(new sdk.DescribeReplayCommand({ ReplayName: name }));
      const {
        State: state = "UNKNOWN",
        StateReason: reason,
        EventLastReplayedTime: last,
      } = await asked(`DescribeReplay of ${name}`, described);
      const progress = `Replay ${name}: ${state}${last === undefined ? "" : `, ${percent(window, last)} % (events up to ${last.toISOString()})`}.`;
      if (progress !== told) say(progress);
      told = progress;
      if (["STARTING", "RUNNING", "CANCELLING"].includes(state)) continue;
      if (values.json) {
        const document = {
          schema: EVENTS_REPLAY_SCHEMA,
          env: values.env,
          simulated,
          name,
          archive: archive.name,
          from: window.from,
          to: window.to,
          rules: rules.map((rule) => rule.name),
          state,
        };
        terminal.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
      }
      if (state === "COMPLETED") return 0;
      throw new DeployError(
        "failed",
        `replay ${name} ended ${state}${reason === undefined ? "" : `: ${reason}`}`,
      );
    }
  });
}

interface Window {
  readonly from: Date;
  readonly to: Date;
}

const textOf = ({ options }: Given, key: string): string | undefined => {
  const value = options[key];
  return typeof value === "string" ? value : undefined;
};

/** RFC 3339; `Date` alone would take much more, and as local time. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** What EventBridge takes as a name (EventBridge API, StartReplay, ReplayName). */
const NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

function windowOf(given: Given): Window {
  const faults: Fault[] = [];
  const time = (key: "from" | "to"): Date => {
    const text = textOf(given, key) ?? "";
    const value = new Date(TIME.test(text) ? text : Number.NaN);
    if (Number.isNaN(value.getTime())) {
      faults.push({
        path: `--${key}`,
        given: text,
        allowed: "a time with its zone, such as 2026-11-02T09:00:00Z",
      });
    }
    return value;
  };
  const window = { from: time("from"), to: time("to") };
  if (window.from >= window.to) {
    faults.push({
      path: "--to",
      given: textOf(given, "to"),
      allowed: `a time after --from, ${textOf(given, "from")}`,
    });
  }
  if (window.to > systemClock.now()) {
    faults.push({ path: "--to", given: textOf(given, "to"), allowed: "a time in the past" });
  }
  const name = textOf(given, "name");
  if (name !== undefined && !NAME.test(name)) {
    faults.push({
      path: "--name",
      given: name,
      allowed: "1 to 64 letters, digits, dots, hyphens and underscores",
    });
  }
  if (faults.length > 0) throw new InputError("options", faults);
  return window;
}

function rulesOf(given: Given, bus: string, estate: EventEstate): EventEstate["rules"] {
  const wanted = given.options["rules"] as readonly string[];
  const known = estate.rules.filter((rule) => rule.bus === bus && rule.enabled);
  const names = known.map(({ name }) => name);
  const faults = wanted
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: "--rules",
      given: name,
      allowed: `enabled rules of ${bus}: ${allowedNames(name, names)}`,
    }));
  if (faults.length > 0) throw new InputError("options", faults);
  return known.filter(({ name }) => wanted.includes(name));
}

/** No two replays may have one name, so the time of asking goes in. */
const defaultName = ({ from }: Window): string =>
  `causeway-${compact(from)}-${systemClock.now().getTime().toString(36)}`;

const compact = (time: Date): string => time.toISOString().slice(0, 19).replaceAll(/[-:]/g, "");

const percent = ({ from, to }: Window, last: Date): number =>
  Math.min(
    100,
    Math.max(0, Math.round((100 * (last.getTime() - from.getTime())) / (to.getTime() - from.getTime()))),
  );
