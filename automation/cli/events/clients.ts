import type * as EventBridge from "@aws-sdk/client-eventbridge";
import type * as Lambda from "@aws-sdk/client-lambda";
import type * as StepFunctions from "@aws-sdk/client-sfn";
import type * as Sqs from "@aws-sdk/client-sqs";
import { InputError } from "../../../components/core/errors";
import { DeployError } from "../../deploy/failure";
import type { Terminal } from "../command";

/** The parts of AWS's SDK that these commands need, loaded when they are needed. */
export interface Clients {
  events(): Promise<[typeof EventBridge, EventBridge.EventBridgeClient]>;
  queues(): Promise<[typeof Sqs, Sqs.SQSClient]>;
  functions(): Promise<[typeof Lambda, Lambda.LambdaClient]>;
  workflows(): Promise<[typeof StepFunctions, StepFunctions.SFNClient]>;
}

/**
 * Clients for where something was deployed. On the simulated clouds they go to the address in `AWS_ENDPOINT_URL`, which must
 * be of this machine, with no credentials of a real cloud; elsewhere the SDK finds credentials as it always does.
 *
 * @param arn of what was deployed, which names the region.
 * @throws {InputError} for the simulated clouds without such an address.
 */
export function clientsFor(arn: string, simulated: boolean, { env }: Terminal): Clients {
  // Which Node will do is for causeway to say; of a later version of the SDK it says nothing that matters here.
  env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const region = arn.split(":")[3] ?? "";
  const config = simulated ? { region, ...simulatedConfig(env["AWS_ENDPOINT_URL"]) } : { region };
  return {
    async events() {
      const sdk = await loaded("@aws-sdk/client-eventbridge", () => import("@aws-sdk/client-eventbridge"));
      return [sdk, new sdk.EventBridgeClient(config)];
    },
    async queues() {
      const sdk = await loaded("@aws-sdk/client-sqs", () => import("@aws-sdk/client-sqs"));
      return [sdk, new sdk.SQSClient(config)];
    },
    async functions() {
      const sdk = await loaded("@aws-sdk/client-lambda", () => import("@aws-sdk/client-lambda"));
      return [sdk, new sdk.LambdaClient(config)];
    },
    async workflows() {
      const sdk = await loaded("@aws-sdk/client-sfn", () => import("@aws-sdk/client-sfn"));
      return [sdk, new sdk.SFNClient(config)];
    },
  };
}

const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?\/?$/;

function simulatedConfig(endpoint: string | undefined) {
  if (endpoint === undefined || !LOOPBACK.test(endpoint)) {
    throw new InputError("environment", [
      {
        path: "AWS_ENDPOINT_URL",
        given: endpoint,
        allowed:
          "the address of a simulated cloud that runs on this machine, as startLive gives it (docs/live-cloud.md); the embedded " +
          "engine itself runs no events",
      },
    ]);
  }
  return { endpoint, credentials: { accessKeyId: "operator", secretAccessKey: "simulated" } };
}

async function loaded<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    throw new DeployError("missing-tool", `${name} is not installed: npm install ${name}`, { cause: error });
  }
}

/** Tells a refusal of the cloud in one line: who was asked what, and what it said. */
export async function asked<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new DeployError("failed", `${what}: ${error.name}: ${error.message}`, { cause: error });
  }
}
