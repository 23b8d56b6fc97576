import { embeddedEngine } from "./embedded-engine";
import type { Engine } from "./engine";
import type { Layout } from "./layout";
import { realEngine } from "./real-engine";

/**
 * Opens what was asked for, and never the other in its place.
 *
 * @param scenario a file that says what goes wrong in the simulated clouds; the real ones take none.
 */
export function openEngine(name: Engine["name"], layout: Layout, scenario?: string): Promise<Engine> {
  return name === "embedded" ? embeddedEngine(layout, scenario) : realEngine();
}
