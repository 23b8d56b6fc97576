import type { Command } from "../command";
import { OPTION } from "../options";

export const eventsPublish: Command = {
  name: "events publish",
  summary: "Publish one event on a deployed bus",
  details:
    'The file holds {"source": "com.acme.orders", "detail-type": "Order Created", "detail": {…}}. An event of a type that ' +
    "the reference platform's catalogue has is checked before it is sent, and gets metadata when it has none; other types " +
    "go as they are. It says which rules the event matches. On the simulated clouds AWS_ENDPOINT_URL names the one that runs.",
  argument: { name: "file", description: "file with one event in JSON" },
  options: [
    OPTION.env,
    OPTION.only,
    { flags: "--bus <name>", description: "bus to publish on; the only one of the stacks when left out" },
    OPTION.platform,
    OPTION.engine,
    OPTION.yes,
    OPTION.json,
    OPTION.state,
  ],
  examples: [
    "causeway events publish order.json --env dev",
    "causeway events publish order.json --env prod --only events --yes",
  ],
  async run(given, terminal) {
    const { publish } = await import("../events/publish.js");
    return await publish(given, terminal);
  },
};
