/** What an API takes for proof of who calls, and whether a token is one. */
import { canReach, partyNamed } from "../../../lib/reachability";
import { number, object, objects, text, texts, type Values } from "../reachability/deployed";
import { addressOf } from "../reachability/names";
import { hostFaults, isOracles } from "./backends";
import { failed, warning, type Fault } from "./finding";
import { judgeFaults, type Expected } from "./judge";
import type { Patient, PatientApi } from "./patient";

/** Seconds (docs/requirements/10.md, GW-29). */
const MOST_SKEW = 60;

/**
 * Faults of how callers are known.
 *
 * @param token one that an API refuses or shall take; it is decoded, not verified, and stands in no finding.
 */
export function tokenFaults(patient: Patient, token: string | undefined, now: Date): Fault[] {
  return patient.apis.flatMap((api): Fault[] => {
    const authentication = object(api.policies, "authentication");
    const type = text(authentication, "type");
    if (type === undefined) {
      const mutual = object(api.policies, "mutualTls")["isVerifiedCertificateRequired"] === true;
      const remedy = "give the API an authentication: there is none without";
      return mutual ? [] : [failed(api.title, "it asks nobody who he is", remedy)];
    }
    if (type === "JWT_AUTHENTICATION") {
      const remedy = "let it be TOKEN_AUTHENTICATION with a validation policy";
      return [
        warning(api.title, "its kind of token check, JWT_AUTHENTICATION, is no longer recommended", remedy),
      ];
    }
    const given = (expected: Expected) => (token === undefined ? [] : givenFaults(api, expected, token, now));
    if (type === "CUSTOM_AUTHENTICATION") {
      const { faults, expected } = judgeFaults(patient, api, authentication);
      return [...faults, ...(expected === undefined ? [] : given(expected))];
    }
    if (type !== "TOKEN_AUTHENTICATION") return [];
    const policy = object(authentication, "validationPolicy");
    return [
      ...ruleFaults(api, authentication, policy),
      ...keyFaults(patient, api, policy),
      ...given(expectedBy(policy)),
    ];
  });
}

function expectedBy(policy: Values): Expected {
  const named = object(policy, "additionalValidationPolicy");
  return {
    issuers: texts(named, "issuers"),
    audiences: texts(named, "audiences"),
    keyIds: objects(policy, "keys").flatMap((key) => text(key, "kid") ?? []),
    algorithms: /^RS(256|384|512)$/,
  };
}

function ruleFaults({ title }: PatientApi, authentication: Values, policy: Values): Fault[] {
  const named = object(policy, "additionalValidationPolicy");
  const faults = (["issuers", "audiences"] as const).flatMap((key) => {
    const values = texts(named, key);
    if (values.length > 0 && values.every((value) => !value.includes("*"))) return [];
    const seen = `its ${key} are ${values.length === 0 ? "none" : values.join(", ")}: the service refuses every token, or takes any`;
    return [failed(title, seen, `name the ${key} of this API in this environment`)];
  });
  const skew = number(authentication, "maxClockSkewInSeconds") ?? 0;
  if (skew > MOST_SKEW) {
    const seen = `tokens are taken for ${skew} s after their end`;
    faults.push(warning(title, seen, `allow ${MOST_SKEW} s at most, and let clocks be synchronised`));
  }
  return faults;
}

function keyFaults(patient: Patient, { title }: PatientApi, policy: Values): Fault[] {
  const uri = text(policy, "uri");
  if (uri === undefined) {
    const ids = objects(policy, "keys").flatMap((key) => text(key, "kid") ?? []);
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice !== undefined)
      return [failed(title, `two of its keys have the id ${twice}`, "give each key an id of its own")];
    return ids.length > 0 || text(policy, "type") !== "STATIC_KEYS"
      ? []
      : [
          failed(
            title,
            "it has no keys to verify signatures by",
            "give it keys, or the address of a key set",
          ),
        ];
  }
  if (!URL.canParse(uri))
    return [failed(title, `${uri} is no address of a key set`, "give an https address")];
  const { hostname, protocol, port } = new URL(uri);
  if (protocol !== "https:")
    return [failed(title, `its keys come in clear from ${uri}`, "give an https address")];
  const unresolved = hostFaults(patient, hostname, title, "its key set");
  return unresolved.length > 0 ? unresolved : wayFaults(patient, title, hostname, Number(port || 443));
}

/** Whether the gateway gets to where its keys are: if not, every token is refused with 401. */
function wayFaults({ model, endpoint, names }: Patient, title: string, host: string, port: number): Fault[] {
  const services = model.services.find(({ name }) => name.startsWith("oracle-services"))?.name;
  const goal = isOracles(host) ? services : (addressOf(names, host) ?? host);
  if (goal === undefined) {
    const seen = `its keys are at ${host}, and no route leads to Oracle's services`;
    return [failed(title, seen, "add the service gateway to the routes of the gateway's subnet")];
  }
  const to = partyNamed(model, goal);
  if ("fault" in to) return [];
  const { verdict, blocks } = canReach(model, { kind: "endpoint", endpoint }, to.party, {
    protocol: "tcp",
    port,
  });
  if (verdict === "reaches" || verdict === "partly") return [];
  // What stands at an address of a subnet may have groups that nobody knows of: only what the gateway does not send is sure.
  const sure = blocks.filter(({ at }) => at !== goal);
  const report = sure.length > 0 ? failed : warning;
  return (sure.length > 0 ? sure : blocks).map(({ text: why }) =>
    report(
      title,
      `the gateway does not get to its key set at ${host}: ${why}`,
      "open the way, or give it the keys themselves (STATIC_KEYS)",
    ),
  );
}

/** What of a token does not fit the API. */
function givenFaults(
  { title }: PatientApi,
  { issuers, audiences, keyIds, algorithms }: Expected,
  token: string,
  now: Date,
): Fault[] {
  const [header, claims] = [partOf(token, 0), partOf(token, 1)];
  if (header === undefined || claims === undefined) {
    return [
      failed(
        title,
        "what was given is no signed JSON Web Token",
        "give the token as the caller sends it, without Bearer",
      ),
    ];
  }
  const faults: Fault[] = [];
  const fault = (seen: string, remedy: string) => faults.push(failed(title, `the token: ${seen}`, remedy));
  const issuer = text(claims, "iss");
  if (issuer === undefined || !issuers.includes(issuer)) {
    fault(
      `its issuer is ${told(issuer ?? "not named")}`,
      `ask ${issuers.join(" or ")} for one; the text must be the same to the letter`,
    );
  }
  const meant = [claims["aud"]].flat().filter((one) => typeof one === "string");
  if (!meant.some((one) => audiences.includes(one))) {
    fault(
      `it is meant for ${told(meant.join(", ") || "nobody")}`,
      `ask for one with the audience ${audiences.join(" or ")}`,
    );
  }
  const seconds = now.getTime() / 1000;
  const [ends, begins] = [number(claims, "exp"), number(claims, "nbf")];
  if (ends === undefined) fault("it has no end", "ask for one with exp");
  else if (ends < seconds - MOST_SKEW)
    fault(`it ended ${Math.round(seconds - ends)} s ago`, "ask for a new one");
  if (begins !== undefined && begins > seconds + MOST_SKEW) {
    fault(
      `it begins in ${Math.round(begins - seconds)} s`,
      "compare the clocks of the provider and of this machine",
    );
  }
  const kid = text(header, "kid");
  if (kid === undefined) fault("it names no key", "let the provider sign with a key that has an id (kid)");
  else if (keyIds.length > 0 && !keyIds.includes(kid)) {
    fault(
      `its key ${told(kid)} is none of ${keyIds.join(", ")}`,
      "add the key to the API, or wait for the rotation to end",
    );
  }
  const algorithm = text(header, "alg");
  if (algorithm === undefined || !algorithms.test(algorithm)) {
    const remedy = algorithms.test("ES256")
      ? "let the provider sign with RS, PS or ES of 256, 384 or 512"
      : "let the provider sign with RS256, RS384 or RS512";
    fault(`it is signed with ${told(algorithm ?? "nothing")}`, remedy);
  }
  return faults;
}

/** A claim as it may be shown: whoever sends a token for help writes neither into a terminal nor over a screen. */
function told(claim: string): string {
  const plain = claim.replaceAll(/[\p{Cc}\p{Cf}]/gu, "\u{fffd}");
  return plain.length > 200 ? `${plain.slice(0, 200)}...` : plain;
}

function partOf(token: string, i: number): Values | undefined {
  const part = token.split(".")[i] ?? "";
  try {
    const read: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof read === "object" && read !== null ? (read as Values) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
