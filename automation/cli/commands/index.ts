import type { Command } from "../command";
import { destroy } from "./destroy";
import { graph } from "./graph";
import { preview } from "./preview";
import { up } from "./up";

/** Every command, in the order of `causeway --help`. */
export const COMMANDS: readonly Command[] = [up, preview, destroy, graph];
