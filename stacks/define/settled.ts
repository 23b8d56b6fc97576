import * as pulumi from "@pulumi/pulumi";

/** What of the program waits for something, in words. */
const waiting = new Set<string>();

/** How often the event loop ran empty. */
let turns = 0;

/**
 * Has the program fail where nothing can bring it to its end any more: where `work`, or a resource, waits for a promise that
 * nothing settles. Node would leave with 0, and an engine takes what was not registered by then for removed.
 *
 * @param what what waits, for the message: `its program`.
 */
export function mustSettle(what: string, work: Promise<unknown>): void {
  if (!process.listeners("beforeExit").includes(failIfOpen)) process.on("beforeExit", failIfOpen);
  waiting.add(what);
  work.then(
    () => waiting.delete(what),
    // Why it failed is told; that others wait for it needs no telling.
    () => process.off("beforeExit", failIfOpen),
  );
}

function failIfOpen(): void {
  // The first time is for whoever has work then, as parts of @pulumi/aws do; the second time, after everybody else, the SDK
  // tells the engine that the program has ended. An engine that stopped listening has told why: resources stay open then.
  if (++turns !== 2 || !pulumi.runtime.hasMonitor()) return;
  const open = [...waiting, ...openResources()];
  if (open.length === 0) return;
  const message = `${pulumi.getStack()} did not end: ${listed(open)} for a promise that nothing settles`;
  // An error thrown here would end the process before the engine heard of it.
  process.emit("uncaughtException", new pulumi.RunError(message));
}

/** The SDK's own list of promises, which it looks at too late: when the engine has deleted what it was not told of. */
declare const globalStore: { readonly leakCandidates?: ReadonlySet<{ readonly _debugCtx?: string }> };

function openResources(): string[] {
  const open = [...(globalStore.leakCandidates ?? [])];
  const resources = open.flatMap(({ _debugCtx = "" }) => {
    const [, name, type] = /^resolveURN\(resource:(.*)\[(.*)\]\)$/.exec(_debugCtx) ?? [];
    return name === undefined ? [] : [`${name} (${type})`];
  });
  return open.length > 0 && resources.length === 0 ? ["a call to the engine"] : resources;
}

/** As many as tell where to look: what depends on them waits, too. */
const TOLD = 3;

function listed(open: readonly string[]): string {
  const told = open.slice(0, TOLD).join(", ");
  if (open.length > TOLD) return `${told} and ${open.length - TOLD} more wait`;
  return open.length === 1 ? `${told} waits` : `${told.replace(/, ([^,]*)$/, " and $1")} wait`;
}
