import type {
  CheckResponse,
  Clouds,
  DiffResponse,
  Provider,
  ProviderPackage,
  Values,
} from "../../automation/engine";

/** Clouds that take anything: whether a program is right is not the matter here, only whether the policy lets it through. */
export class AnyCloud implements Clouds {
  readonly packages = ["aws", "oci", "kubernetes", "vault"];
  /** Types that were created, with names: `aws:sqs/queue:Queue::orders`. */
  readonly created: string[] = [];

  package(name: string): ProviderPackage | undefined {
    if (!this.packages.includes(name)) return undefined;
    return {
      name,
      checkConfig: accept,
      diffConfig: () => Promise.resolve(unchanged),
      configure: () => Promise.resolve(this.#provider()),
    };
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  #provider(): Provider {
    return {
      check: accept,
      diff: () => Promise.resolve(unchanged),
      create: ({ type, name, inputs, preview }) => {
        if (!preview) this.created.push(`${type}::${name}`);
        return Promise.resolve({ id: preview ? "" : `id-${name}`, outputs: inputs });
      },
      read: ({ id, inputs, outputs }) => Promise.resolve({ id, inputs, outputs }),
      update: ({ news }) => Promise.resolve({ outputs: news }),
      delete: () => Promise.resolve(),
      invoke: () => Promise.resolve({ failures: [{ property: "", reason: "no function here" }] }),
    };
  }
}

const unchanged: DiffResponse = { changes: "none", replaces: [], deleteBeforeReplace: false };

function accept({ news }: { readonly news: Values }): Promise<CheckResponse> {
  return Promise.resolve({ inputs: news, failures: [] });
}
