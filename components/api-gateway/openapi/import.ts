import { allowedNames } from "../../../lib/suggest";
import { InputError } from "../../core";
import type { Some } from "../some";
import type { Api, Backend, HttpBackend, Route } from "../spec";
import { operationsOf, type Operation } from "./operations";
import { Reader, isTree } from "./reader";

/** What an OpenAPI document does not say: all of an API but its routes, and who serves them. */
export interface OpenApiSettings extends Omit<Api, "routes"> {
  /** Who serves the operations; the document's path is added to its `url`. */
  readonly backend: HttpBackend;
  /**
   * Operations that are served otherwise, by their `operationId`; the address of such a backend is used as it is.
   * @default none
   */
  readonly backends?: Readonly<Record<string, Backend>>;
}

/**
 * An API from an OpenAPI document of version 3.0 or 3.1: a route an operation, with the operation's scopes, its required
 * headers and query parameters, and the media types of a required body. What the gateway can not hold callers to is a fault,
 * never dropped: an operation open to everybody, several scopes at once, keys and passwords in the place of tokens. An
 * operation without scopes says why in `x-authenticated-only`. References stay within the document; its servers, callbacks and
 * webhooks, optional bodies and cookies are not looked at.
 *
 * @param document the document, or its text in YAML or JSON.
 * @throws {InputError} with every fault of the document. What the gateway's limits say of the routes is told by `apiFaults`.
 */
export function apiFromOpenApi(document: unknown, settings: OpenApiSettings): Api {
  const { backend, backends = {}, ...rest } = settings;
  const reader = new Reader(document);
  const tokens = settings.authentication.kind !== "certificate-only";
  const callers = { tokens, certificates: !tokens || settings.clientCertificates !== undefined };
  const operations = reader.faults.length === 0 ? operationsOf(reader, callers) : [];
  const ids = operations.flatMap(({ id }) => id ?? []);
  if (reader.faults.length === 0) {
    for (const id of Object.keys(backends)) {
      if (ids.includes(id)) continue;
      reader.fault(`backends.${id}`, id, `the operationId of an operation, ${allowedNames(id, ids)}`);
    }
  }
  const routes = operations.map((operation) => routeOf(operation, backend, backends));
  if (reader.faults.length > 0 || !isSome(routes)) {
    throw new InputError(`OpenAPI document${titleOf(reader)}`, reader.faults);
  }
  return { ...rest, routes };
}

function routeOf(
  { id, path, method, authorization, validate }: Operation,
  backend: HttpBackend,
  backends: Readonly<Record<string, Backend>>,
): Route {
  const own = id !== undefined && Object.hasOwn(backends, id) ? backends[id] : undefined;
  const written = path.replace(/\{([^{}]+)\}/g, (_, name: string) => `{${parameterName(name)}}`);
  const onward = written.replace(
    /\{([^{}]+)\}/g,
    (_, name: string) => `\${request.path[${name.replace("*", "")}]}`,
  );
  return {
    path: written,
    methods: [method],
    authorization,
    backend: own ?? { ...backend, url: backend.url.replace(/\/$/, "") + onward },
    ...(Object.keys(validate).length === 0 ? {} : { validate }),
  };
}

/** The gateway takes letters, digits and underscores; the name is seen by nobody but it. */
const parameterName = (name: string): string => name.replace(/[-.~]/g, "_");

function titleOf({ document }: Reader): string {
  const title = isTree(document["info"]) ? document["info"]["title"] : undefined;
  return typeof title === "string" ? ` "${title}"` : "";
}

function isSome<T>(list: readonly T[]): list is Some<T> {
  return list.length > 0;
}
