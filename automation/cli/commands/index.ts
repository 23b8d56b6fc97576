import type { Command } from "../command";
import { audit } from "./audit";
import { demo } from "./demo";
import { diff } from "./diff";
import { drift } from "./drift";
import { destroy } from "./destroy";
import { doctor } from "./doctor";
import { doctorGateway } from "./doctor-gateway";
import { eventsDeadLetters } from "./events-dead-letters";
import { eventsMatch } from "./events-match";
import { eventsPublish } from "./events-publish";
import { eventsReplay } from "./events-replay";
import { graph } from "./graph";
import { outputs } from "./outputs";
import { path } from "./path";
import { prices } from "./prices";
import { probeApi } from "./probe-api";
import { preview } from "./preview";
import { up } from "./up";

/** Every command, in the order of `causeway --help`. */
export const COMMANDS: readonly Command[] = [
  demo,
  up,
  preview,
  diff,
  prices,
  drift,
  destroy,
  outputs,
  graph,
  path,
  audit,
  probeApi,
  eventsMatch,
  eventsPublish,
  eventsReplay,
  eventsDeadLetters,
  doctor,
  doctorGateway,
];

/** What the first words of two-word commands are about. */
export const GROUPS: Readonly<Record<string, string>> = {
  events: "Match, publish, replay and redrive events",
  probe: "Call what is deployed and check what it refuses",
};
