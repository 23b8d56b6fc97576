import { embeddedEngine } from "./embedded-engine";
import type { Engine } from "./engine";
import type { Layout } from "./layout";
import { realEngine } from "./real-engine";

/** Opens what was asked for, and never the other in its place. */
export function openEngine(name: Engine["name"], layout: Layout): Promise<Engine> {
  return name === "embedded" ? embeddedEngine(layout) : realEngine();
}
