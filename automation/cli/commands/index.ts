import type { Command } from "../command";
import { demo } from "./demo";
import { destroy } from "./destroy";
import { doctor } from "./doctor";
import { graph } from "./graph";
import { outputs } from "./outputs";
import { preview } from "./preview";
import { up } from "./up";

/** Every command, in the order of `causeway --help`. */
export const COMMANDS: readonly Command[] = [demo, up, preview, destroy, outputs, graph, doctor];
