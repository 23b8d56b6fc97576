/** Node's module loader, as far as it is reached into here. */
export interface ModuleLoader {
  _load(request: string, parent: { readonly filename?: string | null } | undefined, isMain: boolean): unknown;
}

/**
 * Has the SDK's TypeScript compiler and npm's tree reader loaded when they are first asked for something. The SDK loads them
 * with itself, which is two thirds of its time and half of its memory, and uses them only to serialize functions. An SDK
 * that keeps them elsewhere loads them as before.
 *
 * Also given as source text to child processes, so it refers to nothing outside.
 *
 * @param loader the default export of `node:module`, before the SDK is loaded.
 */
export function loadCompilerLate(loader: ModuleLoader): void {
  const load = loader._load.bind(loader);
  loader._load = (request, parent, isMain) => {
    const late =
      typeof request === "string" &&
      (request === "@npmcli/arborist" || request.endsWith("/typescript-shim")) &&
      parent?.filename?.includes("/@pulumi/pulumi/runtime/closure/") === true;
    if (!late) return load(request, parent, isMain);
    let loaded: Record<string | symbol, unknown> | undefined;
    const real = () => (loaded ??= load(request, parent, isMain) as Record<string | symbol, unknown>);
    return new Proxy(
      {},
      {
        // So that the SDK takes it as it is and does not copy it, which would load it.
        get: (_, key) => (key === "__esModule" ? true : real()[key]),
        has: (_, key) => key in real(),
      },
    );
  };
}
