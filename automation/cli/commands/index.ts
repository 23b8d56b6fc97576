import type { Command } from "../command";
import { graph } from "./graph";

/** Every command, in the order of `causeway --help`. */
export const COMMANDS: readonly Command[] = [graph];
