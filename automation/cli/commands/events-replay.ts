import type { Command } from "../command";
import { OPTION } from "../options";

export const eventsReplay: Command = {
  name: "events replay",
  summary: "Replay archived events of a time window to selected rules",
  details:
    "Only the rules in --rules get the events. Each replayed event has replay-name in its envelope: consumers skip what they\n" +
    "have processed already, and those that send mail or messages send nothing. The replay continues if this command is\n" +
    "stopped; aws events cancel-replay ends it. With --engine embedded, AWS_ENDPOINT_URL is the address of a running\n" +
    "simulated AWS (docs/live-cloud.md).",
  options: [
    OPTION.env,
    OPTION.only,
    {
      flags: "--from <time>",
      description: "start of the window, RFC 3339, such as 2026-11-02T09:00:00Z",
      mandatory: true,
    },
    { flags: "--to <time>", description: "end of the window, in the past", mandatory: true },
    { flags: "--rules <rule...>", description: "rules that receive the events", mandatory: true },
    { flags: "--archive <name>", description: "archive to replay; may be left out if there is only one" },
    { flags: "--name <name>", description: "name of the replay; default: made from the window" },
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
