import type { Command } from "../command";
import { OPTION, wholeNumber } from "../options";

export const eventsDeadLetters: Command = {
  name: "events dead-letters",
  summary: "List, inspect and redrive events that were not processed",
  details:
    "list counts what waits in every queue of dead letters and in parking queues. inspect shows what failed, where and why; " +
    "personal fields are covered, and of types that the catalogue does not have only the ids are shown. redrive hands each " +
    "event to the one target that failed at it, and deletes the message once that has taken it; what can not be handed over " +
    "stays, and the command ends with 1. On the simulated clouds AWS_ENDPOINT_URL names the one that runs.",
  argument: {
    name: "action",
    description: "what to do",
    choices: ["list", "inspect", "redrive"],
    default: "list",
  },
  options: [
    OPTION.env,
    OPTION.only,
    {
      flags: "--queue <name>",
      description: "queue to inspect or redrive; the only one of the stacks when left out",
    },
    {
      flags: "--max <n>",
      description: "messages at most; 10 to inspect, all that wait to redrive",
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
