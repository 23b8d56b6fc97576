/** Node's module loader, as far as it is reached into here. */
export interface ModuleLoader {
  _load(request: string, parent: { readonly filename?: string | null } | undefined, isMain: boolean): unknown;
}

/**
 * Has parts of the SDK loaded when they are first asked for something: its TypeScript compiler and npm's tree reader, which
 * it needs to serialize functions; its exporters of traces; and, for a program, the Automation API. The SDK loads them with
 * itself, which is two thirds of its time and half of its memory. One that keeps them elsewhere loads them as before.
 *
 * Also given as source text to child processes, so it refers to nothing outside.
 *
 * @param loader the default export of `node:module`, before the SDK is loaded.
 */
export function loadPartsLate(loader: ModuleLoader): void {
  type Exports = Record<string | symbol, unknown>;
  // What is required, and by which file. They export named members alone, or one function.
  const parts: readonly (readonly [RegExp, RegExp])[] = [
    [
      /^@npmcli\/arborist$|^upath$|^fdir$|\/typescript-shim$/,
      /\/@pulumi\/pulumi\/runtime\/closure\/\w+\.js$/,
    ],
    [/^normalize-package-data$/, /\/@pulumi\/pulumi\/runtime\/closure\/codePaths\.js$/],
    [/^js-yaml$/, /\/@pulumi\/pulumi\/runtime\/manifest\.js$/],
    [/^@opentelemetry\/(?!api$)/, /\/@pulumi\/pulumi\/cmd\/run\/tracing\.js$/],
    [/^\.\/automation$/, /\/@pulumi\/pulumi\/index\.js$/],
  ];
  const load = loader._load.bind(loader);
  loader._load = (request, parent, isMain) => {
    const from = parent?.filename ?? "";
    if (!parts.some(([what, file]) => what.test(request) && file.test(from)))
      return load(request, parent, isMain);
    if (request === "normalize-package-data")
      return (data: unknown) => (load(request, parent, isMain) as (data: unknown) => void)(data);
    let loaded: Exports | undefined;
    const real = (): Exports => (loaded ??= load(request, parent, isMain) as Exports);
    return new Proxy(
      {},
      {
        // So that the SDK takes it as it is and does not copy it, which would load it.
        get: (_, key) => (key === "__esModule" ? true : real()[key]),
        has: (_, key) => key in real(),
        ownKeys: () => Reflect.ownKeys(real()),
        getOwnPropertyDescriptor: (_, key) =>
          key in real() ? { value: real()[key], enumerable: true, configurable: true } : undefined,
      },
    );
  };
}
