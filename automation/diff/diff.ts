/** What a change does to every environment of a platform, rehearsed on simulated clouds. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { unknownEnvironments } from "../deploy/selection";
import { refuseUnknown } from "./asked";
import { build, checkOut, type Checkout } from "./checkout";
import { compare, inputsIn } from "./compare";
import { Repository, sameLock, WORKING_TREE } from "./git";
import { DIFF_SCHEMA, type DiffDocument, type EnvironmentDiff } from "./model";
import { oldPrices, priced } from "./cost";
import { PolicyUse } from "./policy-use";
import { NO_PRICES, type Catalogue } from "./prices";
import { rehearse } from "./rehearse";
import { judged } from "./risk";

export interface DiffRequest {
  /** A folder in the clone. */
  readonly cwd: string;
  /** Revision that the change starts from: where it and the head parted is compared. */
  readonly base: string;
  /** @default the tracked files as they lie in the clone */
  readonly head?: string;
  /** Names of environments; all that either revision has when empty. */
  readonly environments: readonly string[];
  /** Module of the platform, from the clone's root; the reference platform when left out. */
  readonly platform?: string;
  /** Prices of resources. @default none, so that every cost is unknown */
  readonly prices?: Catalogue;
  /** What expiry and the age of prices are judged at, ISO 8601. @default the time of the head's commit */
  readonly now?: string;
  /** Stacks of one environment at once, at least 1. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  /** Told what is being done, a line each. */
  readonly onStep: (line: string) => void;
}

/**
 * Compares two revisions of a platform: both are built, the base is deployed in memory and the head previewed on top. No
 * cloud, no credential, no Pulumi CLI; the code of the revisions runs in processes that are confined to their files.
 *
 * @throws {InputError} for a revision or environment that there is none of.
 * @throws {DeployError} when one of the revisions can not be built or loaded.
 */
export async function diff(request: DiffRequest): Promise<DiffDocument> {
  const repository = await Repository.at(request.cwd);
  const head = await headOf(repository, request.head);
  const named = await repository.revision("--base", request.base);
  const { at: base, ahead } = await repository.fork(named, head.commit);
  const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), "causeway-diff-")));
  const folders = { base: path.join(root, "base"), head: path.join(root, "head") };
  try {
    const checkout = (label: "base" | "head", commit: string) =>
      checkOut({
        ...{ repository, label, commit, folder: folders[label], home: path.join(root, `${label}-home`) },
        platform: request.platform,
      });
    const written = await Promise.all([
      checkout("base", base.commit),
      checkout("head", head.snapshot ?? head.commit),
    ]);
    await refuseUnknown(request.environments, written);
    request.onStep(`building ${base.commit.slice(0, 12)} and ${head.name}`);
    const [before, after] = await Promise.all([build(written[0]), build(written[1])]);
    for (const [name, { installSeconds, buildSeconds }] of Object.entries({ base: before, head: after })) {
      const packages = installSeconds > 0 ? `packages installed in ${installSeconds} s, ` : "";
      request.onStep(`${name}: ${packages}built in ${buildSeconds} s`);
    }
    const now = request.now ?? head.committedAt;
    const environments = await environmentsOf({ ...request, now }, before, after, root);
    const { snapshot, untracked = [], ...revision } = head;
    return {
      schema: DIFF_SCHEMA,
      simulated: true,
      platform: after.description.name,
      base,
      head: revision,
      now,
      environments,
      notes: [
        ...(ahead === 0
          ? []
          : [
              `${base.name} has ${ahead} commits that the head has not; it is compared with where they parted.`,
            ]),
        ...(untracked.length === 0 || snapshot === undefined
          ? []
          : [
              `Files that git does not track are left out: ${untracked.slice(0, 5).join(", ")}${untracked.length > 5 ? ` and ${untracked.length - 5} more` : ""}.`,
            ]),
        ...(sameLock(before.root, after.root)
          ? []
          : [
              "The packages of the head differ (package-lock.json): their code is compared by what it makes, and not shown.",
            ]),
        ...policyNotes(before, after),
      ],
    };
  } finally {
    for (const folder of Object.values(folders)) await repository.forget(folder);
    rmSync(root, { recursive: true, force: true });
  }
}

async function headOf(repository: Repository, given: string | undefined) {
  if (given !== undefined)
    return { ...(await repository.revision("--head", given)), snapshot: undefined, untracked: [] };
  const tree = await repository.workingTree();
  return tree.name === WORKING_TREE ? tree : { ...tree, snapshot: undefined };
}

async function environmentsOf(
  request: DiffRequest & { readonly now: string },
  base: Checkout,
  head: Checkout,
  root: string,
): Promise<EnvironmentDiff[]> {
  const [was, is] = [base, head].map(({ description }) => Object.keys(description.environments));
  const all = [...new Set([...(is ?? []), ...(was ?? [])])];
  const unknown = request.environments.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw unknownEnvironments(head.description.name, unknown, all);
  const wanted = all.filter(
    (name) => request.environments.length === 0 || request.environments.includes(name),
  );
  const policies = new PolicyUse(base, head, request.platform === undefined);
  const clean = (text: string) =>
    [base.root, head.root, root].reduce(
      (rest, folder) => rest.replaceAll(`${folder}/`, "").replaceAll(folder, "."),
      text,
    );
  return await Promise.all(
    wanted.map(async (env) => {
      const folder = path.join(root, "rehearsal", env);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const { parallel, signal } = request;
      const rehearsal = await rehearse({ env, base, head, policies, folder, parallel, signal });
      request.onStep(`${env}: rehearsed`);
      const compared = { base: base.description, head: head.description, rehearsal, policies, clean };
      const inputsOf = inputsIn(rehearsal);
      const told = judged(compare(compared), policies, inputsOf, rehearsal.reach);
      const { prices = NO_PRICES, now } = request;
      const costed = priced(told, inputsOf, prices);
      return { ...costed, notCompared: [...costed.notCompared, ...oldPrices(costed, now)] };
    }),
  );
}

/** The head's own rules judge nothing: what it does to them is said instead. */
function policyNotes(base: Checkout, head: Checkout): readonly string[] {
  const packs = ({ root, description }: Checkout) =>
    new Set(
      Object.values(description.environments).flatMap(({ policies }) =>
        policies.map((use) => path.relative(root, use.path)),
      ),
    );
  const [was, is] = [packs(base), packs(head)];
  const lost = [...was].filter((pack) => !is.has(pack));
  return lost.map((pack) => `The head no longer uses the policy pack ${pack}; its findings are still shown.`);
}
