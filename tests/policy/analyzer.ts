// Drives a policy pack as the Pulumi CLI does: the SDK's own runner in a process of its own, spoken to over gRPC.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import type { PolicyConfig } from "../../policy/config";
import { urnOf, type Sample } from "./sample";

export interface Violation {
  readonly rule: string;
  readonly level: "advisory" | "mandatory" | "disabled" | "remediate";
  readonly message: string;
  readonly urn: string;
}

type Call<Req, Res> = (
  request: Req,
  callback: (error: grpc.ServiceError | null, response: Res) => void,
) => unknown;

function call<Req, Res>(client: AnalyzerClient, method: Call<Req, Res>, request: Req): Promise<Res> {
  return new Promise((resolve, reject) => {
    method.call(client, request, (error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}

function struct(value: Readonly<Record<string, unknown>>): Struct {
  // Through JSON, so that undefined properties vanish as they do on the way to an engine.
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)) as Record<string, JavaScriptValue>);
}

export class Analyzer {
  readonly #process: ChildProcess;
  readonly #client: AnalyzerClient;

  private constructor(process: ChildProcess, client: AnalyzerClient) {
    this.#process = process;
    this.#client = client;
  }

  /** Starts the pack in a folder, as the CLI does: its working directory is the pack, its runner the pack's SDK. */
  static async start(pack: string, env: Record<string, string> = {}, preload?: string): Promise<Analyzer> {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack", { paths: [pack] });
    const args = [...(preload === undefined ? [] : ["--require", preload]), runner, "127.0.0.1:1", pack];
    const child = spawn(process.execPath, args, {
      cwd: pack,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const lines = createInterface({ input: child.stdout });
    const port = await Promise.race([
      once(lines, "line").then(([line]) => Number(line)),
      once(child, "exit").then(([code]) => {
        throw new Error(`the policy pack exited with ${String(code)} before it served: ${errors}`);
      }),
    ]);
    const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    return new Analyzer(child, client);
  }

  async info(): Promise<proto.AnalyzerInfo> {
    return call(
      this.#client,
      this.#client.getAnalyzerInfo.bind(this.#client) as Call<Empty, proto.AnalyzerInfo>,
      new Empty(),
    );
  }

  async configure(config: PolicyConfig): Promise<void> {
    const request = new proto.ConfigureAnalyzerRequest();
    for (const [rule, { enforcementLevel, ...facts }] of Object.entries(config)) {
      const entry = new proto.PolicyConfig();
      const level = enforcementLevel.toUpperCase() as keyof typeof proto.EnforcementLevel;
      entry.setEnforcementlevel(proto.EnforcementLevel[level]);
      entry.setProperties(struct(facts));
      request.getPolicyconfigMap().set(rule, entry);
    }
    await call(
      this.#client,
      this.#client.configure.bind(this.#client) as Call<proto.ConfigureAnalyzerRequest, Empty>,
      request,
    );
  }

  /** A whole program: every resource on its own, then the stack. */
  async program(samples: readonly Sample[]): Promise<Violation[]> {
    const found: Violation[] = [];
    for (const sample of samples) found.push(...(await this.analyze(sample)));
    return [...found, ...(await this.analyzeStack(samples))];
  }

  async analyze(sample: Sample): Promise<Violation[]> {
    const response = await call(
      this.#client,
      this.#client.analyze.bind(this.#client) as Call<proto.AnalyzeRequest, proto.AnalyzeResponse>,
      filled(new proto.AnalyzeRequest(), sample),
    );
    return violations(response);
  }

  async analyzeStack(samples: readonly Sample[]): Promise<Violation[]> {
    return violations(await this.#analyzedStack(samples));
  }

  /** The rules that have nothing to say of a stack, with what they say of that. */
  async notApplicable(samples: readonly Sample[]): Promise<{ rule: string; reason: string }[]> {
    const response = await this.#analyzedStack(samples);
    return response
      .getNotApplicableList()
      .map((one) => ({ rule: one.getPolicyName(), reason: one.getReason() }));
  }

  /** @throws {Error} where two samples have one URN, as an engine does: the pack would see the last of them only. */
  async #analyzedStack(samples: readonly Sample[]): Promise<proto.AnalyzeResponse> {
    const all = samples.map(urnOf);
    const twice = all.find((urn, i) => all.indexOf(urn) !== i);
    if (twice !== undefined) throw new Error(`two samples are ${twice}: give each a name`);
    const request = new proto.AnalyzeStackRequest();
    for (const sample of samples) {
      const resource = filled(new proto.AnalyzerResource(), sample);
      for (const [property, names] of Object.entries(sample.sources ?? {})) {
        const dependencies = new proto.AnalyzerPropertyDependencies();
        const urns = samples.filter((other) => names.includes(other.name ?? "sample")).map(urnOf);
        dependencies.setUrnsList(urns);
        resource.getPropertydependenciesMap().set(property, dependencies);
      }
      request.addResources(resource);
    }
    return call(
      this.#client,
      this.#client.analyzeStack.bind(this.#client) as Call<proto.AnalyzeStackRequest, proto.AnalyzeResponse>,
      request,
    );
  }

  /** Inputs as the pack mends them, or none when it leaves them alone. */
  async remediate(sample: Sample): Promise<Readonly<Record<string, unknown>> | undefined> {
    const response = await call(
      this.#client,
      this.#client.remediate.bind(this.#client) as Call<proto.AnalyzeRequest, proto.RemediateResponse>,
      filled(new proto.AnalyzeRequest(), sample),
    );
    return response.getRemediationsList().at(-1)?.getProperties()?.toJavaScript();
  }

  async stop(): Promise<void> {
    this.#client.close();
    const exited = once(this.#process, "exit");
    this.#process.kill();
    await exited;
  }
}

function filled<R extends proto.AnalyzeRequest | proto.AnalyzerResource>(request: R, sample: Sample): R {
  request.setType(sample.type);
  request.setUrn(urnOf(sample));
  request.setName(sample.name ?? "sample");
  request.setProperties(struct(sample.props));
  const options = new proto.AnalyzerResourceOptions();
  options.setProtect(sample.protect ?? false);
  options.setCustomtimeouts(new proto.AnalyzerResourceOptions.CustomTimeouts());
  request.setOptions(options);
  if (sample.provider !== undefined) {
    const provider = new proto.AnalyzerProviderResource();

    const { name = "provider", type, props } = sample.provider;
    provider.setName(name);
    provider.setType(type);
    provider.setUrn(urnOf({ ...sample, type, name }));
    provider.setProperties(struct(props));
    request.setProvider(provider);
  }
  return request;
}

const LEVELS = ["advisory", "mandatory", "disabled", "remediate"] as const;

function violations(response: proto.AnalyzeResponse): Violation[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    rule: diagnostic.getPolicyname(),
    level: LEVELS[diagnostic.getEnforcementlevel()] ?? "disabled",
    message: diagnostic.getMessage(),
    urn: diagnostic.getUrn(),
  }));
}
