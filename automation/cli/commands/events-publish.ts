import type { Command } from "../command";
import { OPTION } from "../options";

export const eventsPublish: Command = {
  name: "events publish",
  summary: "Publish one event to a deployed event bus",
  details:
    'The file holds {"source": "com.acme.orders", "detail-type": "Order Created", "detail": {…}}. If the event catalogue of\n' +
    "the reference platform has the type, the event is validated first and gets metadata if it has none; other types are\n" +
    "sent unchanged. The rules that match are listed. With --engine embedded, AWS_ENDPOINT_URL is the address of a running\n" +
    "simulated AWS (docs/live-cloud.md).",
  argument: { name: "file", description: "file with one event, JSON" },
  options: [
    OPTION.env,
    OPTION.only,
    { flags: "--bus <name>", description: "event bus; may be left out if there is only one" },
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
