import type { Command } from "../command";
import { OPTION, wholeNumber } from "../options";

export const eventsDeadLetters: Command = {
  name: "events dead-letters",
  summary: "List, inspect and redrive events that could not be processed",
  details:
    "list counts the messages in every dead-letter and parking queue. inspect shows what failed, where and why; personal\n" +
    "fields are masked, and only the ids of events whose type is not in the catalogue are shown. redrive sends each event to\n" +
    "the one target that failed, and deletes the message once the target has accepted it; a message that is not accepted\n" +
    "stays in its queue, and the exit code is 1. With --engine embedded, AWS_ENDPOINT_URL is the address of a running\n" +
    "simulated AWS (docs/live-cloud.md).",
  argument: {
    name: "action",
    description: "list, inspect or redrive",
    choices: ["list", "inspect", "redrive"],
    default: "list",
  },
  options: [
    OPTION.env,
    OPTION.only,
    {
      flags: "--queue <name>",
      description: "only this queue; inspect and redrive need it if there are several",
    },
    {
      flags: "--max <n>",
      description: "maximum number of messages; default: 10 for inspect, all for redrive",
      parse: wholeNumber("--max", 1),
    },
    OPTION.platform,
    OPTION.engine,
    OPTION.yes,
    OPTION.json,
    OPTION.state,
  ],
  examples: [
    "causeway events dead-letters list --env prod",
    "causeway events dead-letters inspect --env prod --queue acme-prod-use1-eventing-parked --max 5",
    "causeway events dead-letters redrive --env prod --queue acme-prod-use1-eventing-parked",
  ],
  async run(given, terminal) {
    const { deadLetters } = await import("../events/dead-letters.js");
    return await deadLetters(given, terminal);
  },
};
