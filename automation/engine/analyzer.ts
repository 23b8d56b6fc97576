/** Policy packs, as an operation asks them: resource by resource, then about the whole stack. */
import * as analyzerPb from "@pulumi/pulumi/proto/analyzer_pb";
import { LEVELS } from "./analyzer-config";
import type { Level } from "./analyzer-config";
import { storedAsset } from "./assets";
import { blind } from "./events";
import type { EventStream } from "./events";
import type { PolicyServerLease } from "./policy-servers";
import { lineOf, type FolderOf, type Frame } from "./program-line";
import { AssetInstance } from "./provider";
import type { ResourceState } from "./state";
import type { Goal } from "./steps/step";
import { call, optional } from "./unary-call";
import { nameOf } from "./urn";
import { isList, isMap, mapProperties, secret } from "./values";
import type { Property, PropertyMap } from "./values";
import { decodeStruct, encodeStruct } from "./wire";

export type Verdict = "passed" | "refused";

const SEVERITIES = ["", "low", "medium", "high", "critical"];

/** One pack in one operation. */
export class Analyzer {
  readonly name: string;
  readonly version: string;
  readonly #client: PolicyServerLease["server"]["client"];

  constructor(
    private readonly lease: PolicyServerLease,
    private readonly events: EventStream,
    private readonly folderOf: FolderOf | undefined,
  ) {
    ({ name: this.name, version: this.version, client: this.#client } = lease.server);
  }

  /** The inputs as the pack's remediations leave them. */
  async remediate(
    state: ResourceState,
    goal: Goal,
    provider: ResourceState | undefined,
  ): Promise<PropertyMap> {
    if (!this.lease.server.remediates) return state.inputs;
    const request = analyzeRequest(state, goal, provider);
    // What comes back replaces the inputs, so a remediation gets all of them.
    request.setProperties(encodeStruct(state.inputs, encoding));
    const response = await optional<analyzerPb.RemediateResponse>((done) =>
      this.#client.remediate(request, done),
    );
    let inputs = state.inputs;
    for (const remediation of response?.getRemediationsList() ?? []) {
      if (remediation.getDiagnostic() !== "") {
        this.#violation(state.urn, "advisory", remediation.getDiagnostic(), remediation.getPolicyname());
        continue;
      }
      const properties = remediation.getProperties();
      if (properties === undefined) continue;
      const after = this.#sealed(decodeStruct(properties, { asset: storedAsset }));
      this.events.emit({
        policyRemediationEvent: {
          resourceUrn: state.urn,
          color: "raw",
          policyName: remediation.getPolicyname(),
          ...this.#pack(),
          before: blind(inputs),
          after: blind(after),
        },
      });
      inputs = after;
    }
    return inputs;
  }

  /** A pack reads secrets in the clear: what it copies of one elsewhere is secret there, too. */
  #sealed(inputs: PropertyMap): PropertyMap {
    const seal = (value: Property): Property => {
      if (isList(value)) return value.map(seal);
      if (isMap(value)) return mapProperties(value, seal);
      const text = value instanceof AssetInstance ? value.asset.text : value;
      return typeof text === "string" && this.events.redact(text) !== text ? secret(value) : value;
    };
    return mapProperties(inputs, seal);
  }

  async analyze(state: ResourceState, goal: Goal, provider: ResourceState | undefined): Promise<Verdict> {
    const request = analyzeRequest(state, goal, provider);
    const response = await call<analyzerPb.AnalyzeResponse>((done) => this.#client.analyze(request, done));
    return this.#report(
      response,
      () => state.urn,
      () => goal.frame,
    );
  }

  async analyzeStack(
    states: readonly ResourceState[],
    goals: ReadonlyMap<string, Goal>,
    providers: ReadonlyMap<string, ResourceState>,
    root: string,
  ): Promise<Verdict> {
    const request = new analyzerPb.AnalyzeStackRequest();
    request.setResourcesList(
      states.map((state) => stackResource(state, goals.get(state.urn), providers.get(state.provider))),
    );
    const response = await optional<analyzerPb.AnalyzeResponse>((done) =>
      this.#client.analyzeStack(request, done),
    );
    const known = new Set(states.map((state) => state.urn));
    return this.#report(
      response,
      (urn) => (known.has(urn) ? urn : root),
      (urn) => goals.get(urn)?.frame,
    );
  }

  #report(
    response: analyzerPb.AnalyzeResponse | undefined,
    place: (urn: string) => string,
    frameOf: (urn: string) => Frame | undefined,
  ): Verdict {
    let verdict: Verdict = "passed";
    for (const diagnostic of response?.getDiagnosticsList() ?? []) {
      const given = LEVELS[diagnostic.getEnforcementlevel()] ?? "mandatory";
      // What a remediation left in violation is refused.
      const level = given === "remediate" ? "mandatory" : given;
      if (level === "mandatory") verdict = "refused";
      const severity = SEVERITIES[diagnostic.getSeverity()] ?? "";
      const urn = place(diagnostic.getUrn());
      const more = { severity, frame: frameOf(urn) };
      this.#violation(urn, level, diagnostic.getMessage(), diagnostic.getPolicyname(), more);
    }
    return verdict;
  }

  #violation(
    urn: string,
    level: Level,
    message: string,
    policyName: string,
    { severity = "", frame }: { severity?: string; frame?: Frame | undefined } = {},
  ): void {
    const line = frame === undefined ? undefined : lineOf(frame, this.folderOf);
    this.events.emit({
      policyEvent: {
        resourceUrn: urn,
        message: `${this.events.redact(message)}\n`,
        color: "raw",
        policyName,
        ...this.#pack(),
        enforcementLevel: level,
        ...(severity === "" ? {} : { severity }),
        ...(line === undefined ? {} : { line }),
      },
    });
  }

  #pack(): { policyPackName: string; policyPackVersion: string; policyPackVersionTag: string } {
    return { policyPackName: this.name, policyPackVersion: this.version, policyPackVersionTag: this.version };
  }

  /** Gives the pack's server back. */
  stop(): Promise<void> {
    return this.lease.release();
  }
}

const encoding = { secrets: true, resources: false };

/** Inputs of the engine's own, which a policy does not see. */
function visible(map: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !key.startsWith("__")));
}

function analyzeRequest(
  state: ResourceState,
  goal: Goal,
  provider: ResourceState | undefined,
): analyzerPb.AnalyzeRequest {
  const request = new analyzerPb.AnalyzeRequest();
  request.setUrn(state.urn);
  request.setType(state.type);
  request.setName(nameOf(state.urn));
  request.setProperties(encodeStruct(visible(state.inputs), encoding));
  request.setOptions(resourceOptions(state, goal));
  if (provider !== undefined) request.setProvider(providerResource(provider));
  return request;
}

function stackResource(
  state: ResourceState,
  goal: Goal | undefined,
  provider: ResourceState | undefined,
): analyzerPb.AnalyzerResource {
  const resource = new analyzerPb.AnalyzerResource();
  resource.setUrn(state.urn);
  resource.setType(state.type);
  resource.setName(nameOf(state.urn));
  resource.setProperties(encodeStruct(visible(state.outputs), encoding));
  resource.setOptions(resourceOptions(state, goal));
  resource.setParent(state.parent);
  resource.setDependenciesList([...state.dependencies]);
  for (const [key, urns] of Object.entries(state.propertyDependencies)) {
    if (urns.length === 0) continue;
    const dependencies = new analyzerPb.AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    resource.getPropertydependenciesMap().set(key, dependencies);
  }
  if (provider !== undefined) resource.setProvider(providerResource(provider));
  return resource;
}

function providerResource(state: ResourceState): analyzerPb.AnalyzerProviderResource {
  const resource = new analyzerPb.AnalyzerProviderResource();
  resource.setUrn(state.urn);
  resource.setType(state.type);
  resource.setName(nameOf(state.urn));
  resource.setProperties(encodeStruct(visible(state.inputs), encoding));
  return resource;
}

function resourceOptions(state: ResourceState, goal: Goal | undefined): analyzerPb.AnalyzerResourceOptions {
  const options = new analyzerPb.AnalyzerResourceOptions();
  options.setProtect(state.protect);
  options.setIgnorechangesList([...state.ignoreChanges]);
  options.setDeletebeforereplace(goal?.deleteBeforeReplace ?? false);
  options.setDeletebeforereplacedefined(goal?.deleteBeforeReplace !== undefined);
  options.setAdditionalsecretoutputsList([...state.additionalSecretOutputs]);
  options.setAliasesList([...state.aliases]);
  options.setParent(state.parent);
  const timeouts = new analyzerPb.AnalyzerResourceOptions.CustomTimeouts();
  timeouts.setCreate(state.customTimeouts.create ?? 0);
  timeouts.setUpdate(state.customTimeouts.update ?? 0);
  timeouts.setDelete(state.customTimeouts.delete ?? 0);
  options.setCustomtimeouts(timeouts);
  return options;
}
