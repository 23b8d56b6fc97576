/** Whether this machine reaches the private endpoints that a stack's resources are made through. */
import { connect } from "node:net";
import type { PrivateEndpoint, Stack } from "../../stacks/define/stack";
import type { Engine } from "./engine";
import { failureOf, type Failure } from "./failure";
import type { Verb } from "./report";

/** Seconds until an address counts as silent: a packet that a security group drops is never answered. */
const PATIENCE = 5;

/** Asks for a TCP connection and closes it; says why there is none, and nothing where there is one. */
export function tcpReach(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (why?: string) => {
      socket.destroy();
      resolve(why);
    };
    socket.setTimeout(PATIENCE * 1_000, () => done(`no answer within ${PATIENCE} seconds`));
    socket.once("connect", () => done());
    socket.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}

/** What a look at a stack's endpoints came to. */
export interface Looked {
  /** Why the stack is not begun. */
  readonly failure?: Failure;
  readonly warnings: readonly string[];
}

const NOTHING: Looked = { warnings: [] };

/**
 * Looks at the endpoints of a stack before it is run: in `up` always; in a preview only where the machine is said to be
 * inside, since a runner elsewhere previews what needs no endpoint, and says that it saw less.
 *
 * @param outputsOf the outputs of a stack as they are; undefined for one that is not up, whose endpoint does not exist.
 * @param inside whether this machine was said to reach the private endpoints.
 */
export async function look(
  {
    stack,
    verb,
    inside,
  }: { readonly stack: Pick<Stack, "reaches" | "needs">; readonly verb: Verb; readonly inside: boolean },
  engine: Pick<Engine, "reach">,
  outputsOf: (stack: string) => Promise<Readonly<Record<string, unknown>> | undefined>,
): Promise<Looked> {
  if (stack.reaches === undefined || verb === "destroy") return NOTHING;
  try {
    return await lookAt(stack, stack.reaches, verb === "preview" && !inside, engine, outputsOf);
  } catch (error) {
    return { failure: failureOf(error), warnings: [] };
  }
}

async function lookAt(
  stack: Pick<Stack, "needs">,
  reaches: NonNullable<Stack["reaches"]>,
  outside: boolean,
  engine: Pick<Engine, "reach">,
  outputsOf: (stack: string) => Promise<Readonly<Record<string, unknown>> | undefined>,
): Promise<Looked> {
  const needs = await Promise.all(
    Object.entries(stack.needs).map(
      async ([key, contract]) => [key, await outputsOf(contract.stack)] as const,
    ),
  );
  if (needs.some(([, outputs]) => outputs === undefined)) return NOTHING;
  const endpoints = reaches(Object.fromEntries(needs) as Readonly<Record<string, object>>);
  if (outside) {
    const what = endpoints.map((endpoint) => endpoint.what).join(" and ");
    return {
      warnings: [
        `incomplete: it was previewed without ${what}, which this machine was not said to reach (--inside): what is there was taken from the state`,
      ],
    };
  }
  const seen = await Promise.all(
    endpoints.map(async (endpoint) => ({ endpoint, why: await engine.reach(endpoint.host, endpoint.port) })),
  );
  const silent = seen.flatMap(({ endpoint, why }) => (why === undefined ? [] : [textOf(endpoint, why)]));
  if (silent.length === 0) return NOTHING;
  const message = `${silent.join("\n")}\nNothing of this stack was touched, and what other stacks made stays. Then run the same command again.`;
  return { warnings: [], failure: { kind: "failed", message } };
}

function textOf({ what, host, port, access }: PrivateEndpoint, why: string): string {
  return `${what} does not answer at ${host}:${port} (${why}). It has no public address, and gets none to let this run through: use ${access}.`;
}
