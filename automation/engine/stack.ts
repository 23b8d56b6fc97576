/** A stack as operations find it: settings, secrets and states, after what an interrupted operation left was folded in. */
import fs from "node:fs";
import { deploymentFaults, makeDeployment } from "./checkpoint";
import type { Deployment as DeploymentFile } from "./checkpoint";
import type { Clock } from "./clock";
import type { StackConfig } from "./config";
import type { Environment } from "./child";
import { usage } from "./errors";
import { damagedJournal, readJournal } from "./journal";
import { Ledger } from "./ledger";
import type { Folded } from "./ledger";
import type { Project } from "./project";
import { Crypter, passphraseFrom } from "./secrets";
import { readState } from "./state";
import type { ResourceState } from "./state";
import { ORGANIZATION, StackStore, checkStackName } from "./store";
import { ROOT_STACK_TYPE } from "./urn";
import type { PropertyMap } from "./values";

export interface StackView extends Folded {
  /** Digest of the checkpoint on disk. */
  readonly digest: string;
  readonly deployment: DeploymentFile | undefined;
  /** Whether a journal was there whose entries the checkpoint lacks. */
  readonly unfolded: boolean;
}

/** The checkpoint and what a journal adds to it. A journal over the checkpoint before it was folded into it already. */
export function viewStack(store: StackStore): StackView {
  if (!store.exists()) throw store.notFound();
  const { deployment, digest, before } = store.read();
  const base: Folded = {
    resources: deployment?.resources ?? [],
    pending: deployment?.pending_operations ?? [],
  };
  const journal = readJournal(store.journalFile);
  if (journal !== undefined && journal.header.base !== digest && journal.header.base !== before) {
    throw damagedJournal(
      store.journalFile,
      "it was written over another state than the checkpoint beside it",
    );
  }
  if (journal === undefined || journal.header.base !== digest) {
    return { ...base, digest, deployment, unfolded: false };
  }
  const ledger = new Ledger(base);
  for (const entry of journal.entries) ledger.apply(entry);
  return { ...ledger.fold(), digest, deployment, unfolded: true };
}

/** Brings the checkpoint up to date with what an interrupted operation did; to be called under the lock. */
export function recover(store: StackStore, clock: Clock): { readonly recovered: boolean } {
  store.sweep();
  const view = viewStack(store);
  const left = fs.existsSync(store.journalFile);
  if (view.unfolded) {
    const salt = view.deployment?.secrets_providers?.state?.salt ?? "";
    const deployment = makeDeployment(salt, view.resources, view.pending, clock.now());
    const faults = deploymentFaults(deployment);
    if (faults.length > 0) {
      throw damagedJournal(
        store.journalFile,
        `it does not fit its checkpoint: ${faults.slice(0, 3).join("; ")}`,
      );
    }
    store.write(deployment);
  }
  if (left) fs.rmSync(store.journalFile, { force: true });
  return { recovered: view.unfolded };
}

/** The stack's key: of the salt in its state, else in its settings, else a new one when `create` allows it. */
export async function openCrypter(
  config: StackConfig,
  env: Environment,
  deployment: DeploymentFile | undefined,
): Promise<Crypter> {
  const salt = deployment?.secrets_providers?.state?.salt ?? config.salt;
  const passphrase = passphraseFrom(env);
  return salt === undefined || salt === "" ? Crypter.create(passphrase) : Crypter.open(salt, passphrase);
}

/** The key that configuration is encrypted with: the settings' own salt, where it differs from the state's. */
export async function openConfigCrypter(
  config: StackConfig,
  env: Environment,
  crypter: Crypter,
): Promise<Crypter> {
  const { salt } = config;
  if (salt === undefined || salt === crypter.salt) return crypter;
  return Crypter.open(salt, passphraseFrom(env));
}

export function readStates(view: Folded, crypter: Crypter): ResourceState[] {
  return view.resources.map((raw) => readState(raw, crypter.read));
}

export function rootOutputs(states: readonly ResourceState[]): PropertyMap {
  return states.find((state) => state.type === ROOT_STACK_TYPE && !state.delete)?.outputs ?? {};
}

/** Whether anything in these states is secret, so that a passphrase is needed to read them. */
export function mentionsSecrets(view: Folded): boolean {
  return JSON.stringify(view.resources).includes('"ciphertext"');
}

/** Outputs of a stack named as stack references name it. */
export async function stackOutputs(
  home: string,
  name: string,
  here: Project,
  env: Environment,
): Promise<PropertyMap> {
  const parts = name.split("/");
  const [organization, project, stack] =
    parts.length === 3 ? parts : parts.length === 1 ? [ORGANIZATION, here.name, parts[0]] : [];
  if (organization !== ORGANIZATION || project === undefined || stack === undefined) {
    throw usage(
      `${JSON.stringify(name)} does not name a stack: write ${ORGANIZATION}/<project>/<stack>, as the embedded engine ` +
        "keeps stacks in one organization of that name",
    );
  }
  const store = new StackStore(home, project, checkStackName(stack));
  if (!store.exists()) throw usage(`unknown stack "${name}"`);
  const view = viewStack(store);
  if (!mentionsSecrets(view)) {
    const root = view.resources.find((raw) => raw["type"] === ROOT_STACK_TYPE && raw["delete"] !== true);
    return root === undefined ? {} : readState(root, noSecrets).outputs;
  }
  const salt = view.deployment?.secrets_providers?.state?.salt ?? "";
  return rootOutputs(readStates(view, await Crypter.open(salt, passphraseFrom(env))));
}

function noSecrets(): never {
  throw new Error("a secret where none was seen");
}
