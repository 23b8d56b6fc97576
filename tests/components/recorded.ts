import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Naming, Tags } from "../../components/core";

/** A resource as it was registered: every input resolved, every reference named after what it refers to. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs and the outputs that the cloud adds, as a policy sees them. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Logical name of the provider that makes it; empty for the default one. */
  readonly madeBy: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
}

export const NAMING: Naming = { org: "acme", env: "dev", site: "use1" };
export const TAGS: Tags = {
  Environment: "dev",
  Service: "shop",
  Team: "shop",
  Owner: "shop-team",
  CostCenter: "shop-dev",
  DataClass: "internal",
  DrTier: "none",
  ManagedBy: "pulumi",
};

/** Outputs of single types that something is computed from. */
const OUTPUTS: Readonly<Record<string, object>> = {
  "oci:ApiGateway/gateway:Gateway": {
    hostname: "gateway.apigateway.me-dubai-1.oci.customer-oci.com",
    ipAddresses: [{ ipAddress: "10.65.2.15" }],
  },
  "oci:Database/autonomousDatabase:AutonomousDatabase": {
    privateEndpoint: "orders.adb.me-dubai-1.oraclecloud.com",
    connectionStrings: [{ profiles: [] }],
  },
  "oci:ApiGateway/deployment:Deployment": {
    endpoint: "https://gateway.apigateway.me-dubai-1.oci.customer-oci.com/status",
  },
};

/** Outputs that a cloud would add; only their being told apart matters to these tests. */
function added(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const physical = typeof inputs["name"] === "string" ? inputs["name"] : name;
  if (type.startsWith("oci:")) return { ...OUTPUTS[type] };
  const service = type.split(":")[1]?.split("/")[0];
  const arn =
    service === "sqs"
      ? `arn:aws:sqs:us-east-1:111111111111:${physical}`
      : type === "aws:cloudwatch/logGroup:LogGroup"
        ? `arn:aws:logs:us-east-1:111111111111:log-group:${physical}`
        : `arn:aws:${type.split("/").at(-1)}:us-east-1:111111111111:${physical}`;
  return { arn, url: `https://sqs.us-east-1.amazonaws.com/111111111111/${physical}`, ...inputs };
}

/** What lookups give, and what the cloud adds to a resource, by token. */
export type Answers = Readonly<Record<string, Record<string, unknown>>>;

/**
 * What a program registers, in order. Children are checked for what is asked of the cloud; how the cloud answers is the
 * matter of the tests on the embedded engine.
 *
 * @param answers by token; any other lookup gives back its own arguments.
 */
export async function recorded(program: () => void, answers: Answers = {}): Promise<Recorded[]> {
  const resources: Recorded[] = [];
  await pulumi.runtime.setMocks(
    {
      call: ({ token, inputs }) => answers[token] ?? (inputs as Record<string, unknown>),
      newResource: ({ type, name, inputs, provider }) => {
        const given = inputs as Record<string, unknown>;
        const id = `${name}-id`;
        const props = { ...given, ...added(type, name, given), ...answers[type] };
        if (!type.startsWith("causeway:")) {
          const madeBy = provider?.split("::")[3] ?? "";
          resources.push({ type, name, id, inputs: given, props, madeBy, ...optionsOf(type, name) });
        }
        return { id, state: props };
      },
    },
    "causeway",
    "dev-sample",
  );
  const optionsOf = recordedOptions();
  program();
  await pulumi.runtime.disconnect();
  return resources;
}

type Options = Pick<Recorded, "protect" | "retainOnDelete" | "ignoreChanges">;

/** Mocks are told of no options: they are read off the requests to the monitor, which come first. */
function recordedOptions(): (type: string, name: string) => Options {
  const requests = new Map<string, Options>();
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: RegisterResourceRequest, callback: unknown): unknown;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    requests.set(`${request.getType()}::${request.getName()}`, {
      protect: request.getProtect() === true,
      retainOnDelete: request.getRetainondelete() === true,
      ignoreChanges: request.getIgnorechangesList(),
    });
    return register(request, callback);
  };
  return (type, name) => {
    const options = requests.get(`${type}::${name}`);
    // What is only read is registered by another call.
    return options ?? { protect: false, retainOnDelete: false, ignoreChanges: [] };
  };
}

/** The one resource of a name. */
export function named(resources: readonly Recorded[], name: string): Recorded {
  const found = resources.filter((resource) => resource.name === name);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(
      `${found.length} resources are called ${name}; there are ${resources.map((r) => r.name).join(", ")}`,
    );
  }
  return found[0];
}
