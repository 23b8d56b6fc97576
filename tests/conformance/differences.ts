/**
 * What the two engines do differently, each with what shows it. `docs/engine.md` has its table from here.
 */

import type { Outcome, Stage } from "./support/engines";

/** Levelled in the comparison of the scenarios that declare it, which fail where the engines agree without it. */
export interface Levelled {
  readonly what: string;
  readonly why: string;
  readonly level: (outcome: Outcome, stage: Stage) => Outcome;
}

/** Shown by a text of its own: the title of a test, or where the comparison leaves it out. */
export interface Shown {
  readonly what: string;
  readonly why: string;
  readonly shownBy: readonly [file: string, text: string];
}

const inErrors =
  (level: (error: string) => string) =>
  (outcome: Outcome): Outcome => ({ ...outcome, errors: outcome.errors.map(level) });

export const maskedCheck: Levelled = {
  what: "A secret that does not pass a check is shown as `[secret]`",
  why: "The CLI prints it",
  level: inErrors((error) => error.replace(/ value .*? has a problem/, " value … has a problem")),
};

export const fewerFrames: Levelled = {
  what: "The stack trace of a program that fails has four frames",
  why: "The SDK takes a trace per output property, most of what a large program costs",
  level: inErrors((error) => error.replace(/\n +at [^]*/, "")),
};

export const saysItWasStopped: Levelled = {
  what: "A destroy that was interrupted fails, with what it left",
  why: "The CLI stops as well, but says that it succeeded",
  level: (outcome, { interruptAt }) =>
    interruptAt === undefined ? outcome : { ...outcome, succeeded: false, errors: [] },
};

export const keepsImportId: Levelled = {
  what: "A resource that was imported and changed at once keeps its import id",
  why: "The CLI forgets it, and where the id has another form imports the resource again and deletes it",
  level: (outcome) => ({
    ...outcome,
    state: outcome.state.map((resource) => ({ ...(resource as object), importID: undefined })),
  }),
};

const ENGINE = "tests/automation/engine";

export const shown: readonly Shown[] = [
  {
    what: "Source positions and stack traces are not recorded in the state",
    why: "They tie a state to a machine",
    shownBy: ["tests/conformance/support/engines.ts", '"sourcePosition", "stackTrace"'],
  },
  {
    what: "Random seeds and provider ids derive from a seed and the URN",
    why: "A rehearsal can be repeated",
    shownBy: ["tests/conformance/support/serve.ts", "the CLI's seed is random"],
  },
  {
    what: "Messages, policy findings and recorded errors show `[secret]` for every secret that the engine knows of",
    why: "The CLI hides secret configuration alone",
    shownBy: [
      `${ENGINE}/canaries.test.ts`,
      "when a create is refused, or half done, by a cloud that says all it was given",
    ],
  },
  {
    what: "What an interrupted create made is looked up where the clouds can tell, and taken into the state",
    why: "Real clouds can not tell; the CLI asks the user",
    shownBy: [`${ENGINE}/recovery.test.ts`, "where its clouds tell what became of lost answers"],
  },
  {
    what: "Stacks that one process makes with one passphrase share a salt, and so a key",
    why: "A key costs a fifth of a second, and whoever has the passphrase opens all of them anyway",
    shownBy: [`${ENGINE}/secrets.test.ts`, "makes stacks of one passphrase with one key"],
  },
  {
    what: "The stacks of a run share the server of a policy pack that allows it",
    why: "It costs a second each; see above",
    shownBy: [`${ENGINE}/policy-servers.test.ts`, "is started once for all stacks of an engine"],
  },
  {
    what: "Programs load the SDK's TypeScript compiler, npm reader, exporters of traces and Automation API when they use them, and attach a debugger when they serialize a function, not before",
    why: "Half of a small program's start",
    shownBy: [`${ENGINE}/preload.test.ts`, "does not load the TypeScript compiler or npm's reader"],
  },
  {
    what: "Stacks of registrations and of promises are left out; `PULUMI_DEBUG_PROMISE_LEAKS` brings those of promises back",
    why: "A third of what a program of 5,000 resources cost",
    shownBy: [
      `${ENGINE}/preload.test.ts`,
      "keeps the stacks of promises where leaks are looked for, and there alone",
    ],
  },
  {
    what: "A pack is asked to remediate only where one of its policies is at that level, and each policy gets a resource's values when it first reads them",
    why: "A third of a policy server's time",
    shownBy: ["tests/automation/engine/policy.test.ts", "asked to remediate only where"],
  },
  {
    what: "A policy pack with `runtime.options.typescript: false` is run without TypeScript's loader",
    why: "1.5 s and 170 MB a server",
    shownBy: ["automation/engine/policy-server.ts", "typescript"],
  },
  {
    what: "Errors are printed without colours",
    why: "Node 20 does not end when it colours some of the SDK's stack lines",
    shownBy: ["tests/conformance/support/plain-errors.mjs", "colors: false"],
  },
  {
    what: "One checkpoint write per operation, over a journal",
    why: "The CLI writes the whole state at each step",
    shownBy: [`${ENGINE}/recovery.test.ts`, "does not fold a journal twice"],
  },
  {
    what: "With `--continue-on-error`, what a skipped resource depends on is not deleted",
    why: "The CLI deletes it, and then refuses its own state",
    shownBy: [`${ENGINE}/continuing.test.ts`, "keeps what a skipped resource depends on"],
  },
  {
    what: "What was deleted ahead of a replacement that then failed is not deleted once more",
    why: "The CLI deletes it again by its id, which its replacement may have got by then",
    shownBy: [`${ENGINE}/half-replaced.test.ts`, "does not delete its original once more"],
  },
  {
    what: "A provider replaced ahead of what it serves, a successor found gone and a moved parent as the only target leave a state that the next operation takes",
    why: "The CLI asks for a provider that is no more, or refuses its own state",
    shownBy: [`${ENGINE}/half-replaced.test.ts`, "goes on where the provider was replaced"],
  },
  {
    what: "A program that ends while something of it is still open fails, and nothing is deleted",
    why: "The CLI deletes what such a program had not come to, and may call that a success",
    shownBy: [`${ENGINE}/unsettled.test.ts`, "a program that %s fails, and nothing is deleted"],
  },
  {
    what: "`cancel` does not free a stack whose process lives",
    why: "The state would be written twice",
    shownBy: [`${ENGINE}/recovery.test.ts`, "is not freed by cancel while its process lives elsewhere"],
  },
  {
    what: "Remote assets are known by their address, and not fetched",
    why: "No network",
    shownBy: ["automation/engine/assets.ts", "A remote asset is not fetched"],
  },
  {
    what: "Dynamic providers run only where `embeddedPulumi` is given `dynamicProviders: true`, and are refused elsewhere",
    why: "Their code is the user's own and reaches real services",
    shownBy: [`${ENGINE}/dynamic.test.ts`, "is refused where the engine is not told to run it"],
  },
  {
    what: "`import` generates no code, and takes `--generate-code=false` only",
    why: "Without schemas there is nothing to generate it from",
    shownBy: ["automation/engine/commands-import.ts", "the generation of code by import"],
  },
];

export const differences: readonly (Levelled | Shown)[] = [
  maskedCheck,
  fewerFrames,
  saysItWasStopped,
  keepsImportId,
  ...shown,
];
