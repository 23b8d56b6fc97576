import type { Command } from "../command";
import { OPTION } from "../options";

export const eventsReplay: Command = {
  name: "events replay",
  summary: "Send a window of archived events to chosen rules again",
  details:
    "Only the rules that are named get them; without a list every consumer would. Each event then has replay-name in its " +
    "envelope: consumers skip what they have processed, and those that send mail or messages keep still. A replay goes on " +
    "when this command is stopped: aws events cancel-replay ends it. On the simulated clouds AWS_ENDPOINT_URL names the " +
    "one that runs.",
  options: [
    OPTION.env,
    OPTION.only,
    {
      flags: "--from <time>",
      description: "start of the window, RFC 3339: 2026-11-02T09:00:00Z",
      mandatory: true,
    },
    { flags: "--to <time>", description: "its end, in the past", mandatory: true },
    { flags: "--rules <rule...>", description: "rules that get the events", mandatory: true },
    { flags: "--archive <name>", description: "archive to read; the only one of the stacks when left out" },
    { flags: "--name <name>", description: "name of the replay; made from the window when left out" },
    OPTION.platform,
    OPTION.engine,
    OPTION.yes,
    OPTION.json,
    OPTION.state,
  ],
  examples: [
    "causeway events replay --env prod --from 2026-11-02T09:00:00Z --to 2026-11-02T10:00:00Z --rules acme-prod-use1-eventing-analytics",
  ],
  async run(given, terminal) {
    const { replay } = await import("../events/replay.js");
    return await replay(given, terminal);
  },
};
