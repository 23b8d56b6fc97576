/** Functions that a program calls: those of providers, and the protocol's own. */
import { readStackReference } from "./builtin";
import type { StackOutputs } from "./builtin";
import type { DefaultProviders } from "./default-providers";
import { defaultDenied } from "./default-providers";
import { messageOf } from "./errors";
import type { EventStream } from "./events";
import type { CheckFailure } from "./provider";
import type { ProviderHost } from "./provider-host";
import type { ResourceState } from "./state";
import { packageOf } from "./urn";
import { fromProvider, toProviderMap } from "./values";
import type { PropertyMap } from "./values";

export type InvokeResult = { readonly result: PropertyMap } | { readonly failures: readonly CheckFailure[] };

export class Invokes {
  constructor(
    private readonly providers: ProviderHost,
    private readonly defaults: DefaultProviders,
    private readonly preview: boolean,
    private readonly outputsOf: StackOutputs,
    /** A resource registered or read in this operation. */
    private readonly find: (urn: string) => ResourceState | undefined,
    private readonly events: Pick<EventStream, "hideSecrets" | "spare">,
  ) {}

  async invoke(token: string, args: PropertyMap, provider: string, version: string): Promise<InvokeResult> {
    this.events.spare(token);
    this.events.hideSecrets(args);
    const answer = await this.#answer(token, args, provider, version);
    if ("result" in answer) this.events.hideSecrets(answer.result);
    return answer;
  }

  async #answer(token: string, args: PropertyMap, provider: string, version: string): Promise<InvokeResult> {
    switch (token) {
      case "pulumi:pulumi:getResource":
        return { result: this.#getResource(args) };
      case "pulumi:pulumi:readStackOutputs":
        return { result: await readStackReference(args, this.outputsOf) };
    }
    const packageName = packageOf(token);
    let reference = provider;
    if (reference === "") {
      if (this.defaults.isDisabled(packageName))
        throw new Error(`Invoke: ${defaultDenied(packageName, token)}`);
      reference = await this.defaults.reference(packageName, version);
    }
    const opened = await this.providers.get(reference);
    if (opened.provider === undefined) return { result: {} };
    const request = { token, args: toProviderMap(args), preview: this.preview };
    const response = await opened.provider.invoke(request).catch((error: unknown) => {
      // What reaches the program says nothing else of the function.
      throw new Error(`invocation of ${token} returned an error: ${messageOf(error)}`, { cause: error });
    });
    return "failures" in response ? response : { result: fromProvider(response.result) };
  }

  #getResource({ urn }: PropertyMap): PropertyMap {
    if (typeof urn !== "string") throw new Error("missing required property 'urn'");
    const state = this.find(urn);
    if (state === undefined) throw new Error(`unknown resource ${urn}`);
    return { urn: state.urn, id: state.id, provider: state.provider, state: state.outputs };
  }
}
