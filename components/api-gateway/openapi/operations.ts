import type { Authorization } from "../auth";
import { METHODS, type Method, type RequestValidation } from "../spec";
import type { At, Reader, Tree } from "./reader";
import { authorizationOf, type Callers } from "./security";

/** One operation of a document, as a route needs it. */
export interface Operation {
  /** Where it stands: `paths./orders.get`. */
  readonly at: string;
  /** `operationId`, if it has one. */
  readonly id: string | undefined;
  readonly path: string;
  readonly method: Method;
  readonly authorization: Authorization;
  readonly validate: RequestValidation;
}

/** Headers that OpenAPI describes otherwise: parameters of these names "shall be ignored" (OpenAPI 3.1.0, Parameter Object). */
const IGNORED_HEADERS = new Set(["accept", "content-type", "authorization"]);

/** Reads every operation; what is wrong with one is a fault of the reader's, and the operation is left out. */
export function operationsOf(reader: Reader, callers: Callers): Operation[] {
  const paths = reader.tree(reader.document["paths"], "paths")?.value ?? {};
  const operations = Object.entries(paths)
    .filter(([path]) => !path.startsWith("x-"))
    .flatMap(([path, item]) => {
      const place = reader.tree(item, `paths.${path}`);
      return place === undefined ? [] : operationsAt(reader, path, place, callers);
    });
  const counted = operations.length > 0 || reader.faults.length > 0;
  if (!counted) reader.fault("paths", Object.keys(paths), "one path at least, with an operation");
  faultsOfIds(reader, operations);
  return operations;
}

function operationsAt(reader: Reader, path: string, item: At<Tree>, callers: Callers): Operation[] {
  if (item.value["trace"] !== undefined) {
    reader.fault(`${item.at}.trace`, "an operation", `operations of ${METHODS.join(", ")}`);
  }
  const shared = parametersOf(reader, item);
  return METHODS.flatMap((method) => {
    const key = method.toLowerCase();
    const operation = reader.tree(item.value[key], `${item.at}.${key}`);
    if (operation === undefined) return [];
    const { operationId } = operation.value;
    const authorization = authorizationOf(reader, operation, callers);
    const parameters = new Map([...shared, ...parametersOf(reader, operation)]);
    faultsOfPath(reader, path, operation.at, parameters);
    if (authorization === undefined) return [];
    return [
      {
        at: operation.at,
        id: typeof operationId === "string" ? operationId : undefined,
        path,
        method,
        authorization,
        validate: validationOf(reader, operation, [...parameters.values()]),
      },
    ];
  });
}

interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly required: boolean;
}

/** Parameters by place and name: those of an operation take the place of its path's. */
function parametersOf(reader: Reader, { value, at }: At<Tree>): Map<string, Parameter> {
  const list = reader.list(value["parameters"], `${at}.parameters`) ?? [];
  return new Map(
    list.flatMap((given, i): [string, Parameter][] => {
      const parameter = reader.tree(given, `${at}.parameters[${i}]`);
      if (parameter === undefined) return [];
      const { name, in: place, required } = parameter.value;
      if (typeof name === "string" && typeof place === "string") {
        return [[`${place} ${name}`, { name, place, required: required === true }]];
      }
      reader.fault(parameter.at, parameter.value, "a parameter with name and in");
      return [];
    }),
  );
}

function faultsOfPath(
  reader: Reader,
  path: string,
  at: string,
  parameters: ReadonlyMap<string, Parameter>,
): void {
  for (const [, name = ""] of path.matchAll(/\{([^{}]+)\}/g)) {
    if (parameters.has(`path ${name}`)) continue;
    reader.fault(`${at}.parameters`, undefined, `the path's parameter ${name}, in: path`);
  }
}

function validationOf(
  reader: Reader,
  operation: At<Tree>,
  parameters: readonly Parameter[],
): RequestValidation {
  const required = (place: string) =>
    parameters.filter((one) => one.place === place && one.required).map(({ name }) => name);
  const headers = required("header").filter((name) => !IGNORED_HEADERS.has(name.toLowerCase()));
  const query = required("query");
  const body = reader.tree(operation.value["requestBody"], `${operation.at}.requestBody`);
  const content =
    body?.value["required"] === true ? reader.tree(body.value["content"], `${body.at}.content`) : undefined;
  const types = Object.keys(content?.value ?? {}).map((type) => type.replace(/\s*;.*$/, ""));
  const [first, ...rest] = new Set(types);
  return {
    ...(headers.length === 0 ? {} : { headers }),
    ...(query.length === 0 ? {} : { query }),
    ...(first === undefined ? {} : { body: [first, ...rest] as const }),
  };
}

function faultsOfIds(reader: Reader, operations: readonly Operation[]): void {
  const first = new Map<string, Operation>();
  for (const operation of operations) {
    const { id, at } = operation;
    if (id === undefined) continue;
    const other = first.get(id);
    if (other === undefined) first.set(id, operation);
    else reader.fault(`${at}.operationId`, id, `an id of its own; ${other.at} has it`);
  }
}
