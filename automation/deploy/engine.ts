import type { PulumiCommand } from "@pulumi/pulumi/automation";
import type { Failure } from "./failure";
import type { HeldLock } from "./locks";
import type { Platform, SecretsProvider } from "../../stacks/define/platform";
import type { PlatformEnvironment } from "../../stacks/define/stack";

/** What a run deploys with: the Pulumi CLI of the machine, or the embedded engine on simulated clouds. */
export interface Engine {
  readonly name: "pulumi" | "embedded";
  /** True when nothing real can be touched. */
  readonly simulated: boolean;
  readonly version: string;
  /** What LocalWorkspace runs. */
  readonly command: PulumiCommand;
  /** Variables that every stack's program and engine get. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the state is, for people: a folder or the backend's address. */
  state(): Promise<string>;
  /** Stacks of the project in `workDir` that another run holds, as far as the backend tells. */
  locks(workDir: string): Promise<readonly HeldLock[]>;
  /** Provider plugins that are installed, each `name version`; none where the engine needs none. */
  plugins(): Promise<readonly string[]>;
  /** Why nothing answers TCP at an address, seen from this machine; undefined where something does. */
  reach(host: string, port: number): Promise<string | undefined>;
  /** Where the secrets of a new stack get their key from, as `pulumi stack init --secrets-provider` takes it. */
  secretsProvider(platform: Platform, env: PlatformEnvironment): string;
  /** Configuration to set before a stack runs; nothing on the real engine, whose users set their own. */
  config(platform: Platform, env: PlatformEnvironment): Readonly<Record<string, string>>;
  /** What it says of an error that one of its commands ended with; undefined when it is of another origin. */
  failureOf(error: unknown): Failure | undefined;
  /** Ends whatever still runs, at once. */
  kill(): void;
  /** Lets go of files and sockets. */
  close(): Promise<void>;
}

/** As `pulumi stack init --secrets-provider` takes it. */
export function secretsProviderText(provider: SecretsProvider): string {
  return provider.kind === "key" ? provider.url : "passphrase";
}
