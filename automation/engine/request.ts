/** What an operation is given. */
import type { Environment } from "./child";
import type { Clock } from "./clock";
import type { ImportSpec } from "./import";
import type { OperationOptions } from "./options";
import type { PolicyServers } from "./policy-servers";
import type { FolderOf } from "./program-line";
import type { Clouds } from "./provider";

export interface Engine {
  readonly clouds: Clouds;
  readonly home: string;
  readonly seed: string;
  readonly clock: Clock;
  readonly parentEnv: Environment;
  readonly policyServers: PolicyServers;
  readonly dynamicProviders: boolean;
  readonly folderOf: FolderOf | undefined;
}

export interface OperationRequest extends OperationOptions {
  readonly message: string;
  readonly expectNoChanges: boolean;
  readonly eventLog: string | undefined;
  readonly policyPacks: readonly string[];
  readonly policyPackConfigs: readonly string[];
  readonly clearPendingCreates: boolean;
  readonly configFile: string | undefined;
  readonly showOutputs: boolean;
  /** What an import takes over. */
  readonly imports: readonly ImportSpec[];
}

export interface OperationIo {
  /** What the caller set for this command, over the engine's own environment. */
  readonly env: Environment;
  readonly signal: AbortSignal | undefined;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}
