/** The function that judges an API's callers, where the gateway does not. */
import { object, text, texts, title, type Values } from "../reachability/deployed";
import { hostFaults } from "./backends";
import { failed, warning, type Fault } from "./finding";
import type { Patient, PatientApi } from "./patient";

/** What a token must say to be taken. */
export interface Expected {
  readonly issuers: readonly string[];
  readonly audiences: readonly string[];
  /** Ids of its keys; none where they are read from the provider. */
  readonly keyIds: readonly string[];
  readonly algorithms: RegExp;
}

/** Algorithms of causeway's function, functions/authorizer/settings.ts; another's are not known. */
const ALGORITHMS = /^([RP]S|ES)(256|384|512)$/;

/** Faults of the function, and what it expects where it is causeway's own, which says so in its configuration. */
export function judgeFaults(
  patient: Patient,
  api: PatientApi,
  authentication: Values,
): { readonly faults: Fault[]; readonly expected?: Expected } {
  const { inventory } = patient;
  const id = text(authentication, "functionId");
  const judge = inventory.of("oci:Functions/function:Function").find((one) => one.id === id);
  if (judge === undefined) {
    const seen = `nothing is known of the function ${id ?? ""} that judges its callers`;
    return { faults: [warning(api.title, seen, "read the stack that makes it too: leave --only out")] };
  }
  const faults: Fault[] = [];
  const state = text(judge.outputs, "state");
  if (state !== undefined && state !== "ACTIVE") {
    const remedy = "look at its work requests, and deploy its stack again: nobody is let in meanwhile";
    faults.push(failed(title(judge), `it judges the callers of an API, and is ${state}`, remedy));
  }
  if (!mayBeCalled(patient)) {
    const seen = "no policy lets gateways call functions: each caller is answered with 502";
    faults.push(failed(title(judge), seen, "grant it: AuthorizerGrant, in the home region"));
  }
  const config = object(judge.outputs, "config");
  const keys = text(config, "JWKS_URL");
  if (keys === undefined) return { faults };
  if (!URL.canParse(keys))
    return {
      faults: [
        ...faults,
        failed(title(judge), `${keys} is no address of a key set`, "give an https address"),
      ],
    };
  faults.push(...hostFaults(patient, new URL(keys).hostname, title(judge), "its key set"));
  const words = (key: string) => (text(config, key) ?? "").split(/\s+/).filter((word) => word !== "");
  return {
    faults,
    expected: {
      issuers: words("ISSUERS"),
      audiences: words("AUDIENCES"),
      keyIds: [],
      algorithms: ALGORITHMS,
    },
  };
}

/** By any policy that is known; where none is, that of functions is not missed either. */
function mayBeCalled({ inventory }: Patient): boolean {
  const policies = inventory.of("oci:Identity/policy:Policy");
  const statements = policies.flatMap(({ outputs }) => texts(outputs, "statements"));
  return (
    policies.length === 0 ||
    statements.some((one) => /functions-family|fn-invocation/i.test(one) && /ApiGateway/i.test(one))
  );
}
