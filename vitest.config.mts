import { readdirSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";

/**
 * Tests that leave nothing behind in their process share one, with the modules that it has loaded: loading them is half of
 * what a small test costs. A file that sets variables, mocks modules or starts servers is none of them.
 */
const SHARED = /^(lib|policy|components)\/(?!eventing\/(functions|runtime)\/|event-patterns\/event-ruler)/;

const files = readdirSync(path.join(import.meta.dirname, "tests"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts"))
  .sort();

const project = (name: string, isolate: boolean) => ({
  test: {
    name,
    isolate,
    include: files.filter((file) => SHARED.test(file) !== isolate).map((file) => `tests/${file}`),
    pool: "forks" as const,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    globalSetup: ["tests/global-setup.ts"],
    maxWorkers: 2,
    // Nothing is retried: a test that passes on the second try hides a fault.
    retry: 0,
    projects: [project("shared", false), project("apart", true)],
  },
});
