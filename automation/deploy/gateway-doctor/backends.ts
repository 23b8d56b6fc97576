/** Names, addresses and certificates on both sides of a gateway. */
import { X509Certificate } from "node:crypto";
import { cidr, contains, parseCidr } from "../../../lib/cidr";
import { object, objects, text, title } from "../reachability/deployed";
import { addressOf, recordOf } from "../reachability/names";
import { failed, warning, type Fault } from "./finding";
import { backendHosts, type Patient } from "./patient";

/** RFC 1918. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(cidr);

/** Names that Oracle's own resolvers answer, everywhere; certificates of the service's authorities, which all trust. */
export const isOracles = (host: string): boolean =>
  /\.(oraclecloud|oraclecloudapps|oraclevcn)\.com$/i.test(host);

const isPrivate = (address: string): boolean => {
  const parsed = parseCidr(`${address}/32`);
  return parsed !== undefined && PRIVATE.some((range) => contains(range, parsed));
};

/** Whether each backend has a private address that its name resolves to. */
export function backendFaults(patient: Patient): Fault[] {
  return patient.apis.flatMap((api) =>
    backendHosts(api).flatMap(({ host, secure, route }): Fault[] => [
      ...(secure
        ? []
        : [
            warning(
              api.title,
              `${route} is forwarded to ${host} in clear`,
              "call it over https, by a name that its certificate has",
            ),
          ]),
      ...hostFaults(patient, host, api.title, route),
    ]),
  );
}

/** What keeps a name from leading somewhere private. */
export function hostFaults({ names }: Patient, host: string, resource: string, what: string): Fault[] {
  if (parseCidr(`${host}/32`) !== undefined) {
    return isPrivate(host)
      ? []
      : [
          failed(
            resource,
            `${what}: ${host} is an address on the internet`,
            "give the private name of an internal load balancer",
          ),
        ];
  }
  if (isOracles(host)) return [];
  const record = recordOf(names, host);
  if (record === undefined) {
    const seen = `${what}: no private zone of the environment has a record of ${host}`;
    return [failed(resource, seen, `add a record of ${host} to a private zone, or call a name that has one`)];
  }
  if (!record.attached) {
    const seen = `${what}: ${host} has a record in a view that no resolver asks`;
    return [failed(resource, seen, "attach the view to the resolver of the gateway's network")];
  }
  const address = addressOf(names, host);
  if (address === undefined) {
    const seen = `${what}: ${host} stands for ${record.values.join(", ")}, which has no private record`;
    return [failed(resource, seen, "add the record of that name too")];
  }
  if (isPrivate(address)) return [];
  return [
    failed(
      resource,
      `${what}: ${host} is ${address}, an address on the internet`,
      "let it name a private address",
    ),
  ];
}

/** Whether certificates of hosts with private names can be verified. */
export function trustFaults(patient: Patient): Fault[] {
  const bundles = objects(patient.gateway.outputs, "caBundles");
  const known = patient.inventory.of("oci:CertificatesManagement/caBundle:CaBundle");
  const faults: Fault[] = [];
  if (bundles.length === 0) {
    for (const api of patient.apis) {
      for (const { host, secure, route } of backendHosts(api)) {
        if (!secure || isOracles(host)) continue;
        const seen = `it trusts public authorities alone, and ${route} is forwarded to ${host}, a private name`;
        const remedy =
          "add a CA bundle with the authority of its certificate (caBundles), unless a public one signed it";
        faults.push(warning(patient.title, seen, remedy));
      }
    }
  }
  for (const given of bundles) {
    const id = text(given, "caBundleId");
    const bundle = known.find((one) => one.id === id);
    const state = bundle && text(bundle.outputs, "state");
    if (id === undefined || state === undefined || state === "ACTIVE") continue;
    faults.push(failed(patient.title, `its CA bundle ${id} is ${state}`, "give it one that is active"));
  }
  return faults;
}

/** Whether clients resolve what they call: a name whose record is the gateway's own address. */
export function nameFaults({ gateway, names, inventory, title: at }: Patient): Fault[] {
  const addresses = objects(gateway.outputs, "ipAddresses").flatMap((one) => text(one, "ipAddress") ?? []);
  const mine = names.filter(({ values }) => values.some((value) => addresses.includes(value)));
  const hosts = certificateNames(
    inventory.of(CERTIFICATE).find(({ id }) => id === text(gateway.outputs, "certificateId")),
  );
  const faults: Fault[] = [];
  if (mine.length === 0) {
    const seen = `no private record names its address, ${addresses.join(", ") || "which is not known yet"}`;
    faults.push(
      failed(at, seen, "make a record from the gateway's own output, in a view of the network's resolver"),
    );
  }
  for (const { name, attached } of mine) {
    if (attached) continue;
    const remedy = "attach it to the resolver of the network";
    faults.push(failed(at, `its record ${name} is in a view that no resolver asks`, remedy));
  }
  for (const host of hosts) {
    const record = recordOf(names, host);
    if (record === undefined || record.values.some((value) => addresses.includes(value))) continue;
    const seen = `${host}, the name of its certificate, is ${record.values.join(", ")}, which is not its address`;
    faults.push(
      failed(at, seen, "make the record from the gateway's own output: the address changes with the gateway"),
    );
  }
  return faults;
}

const CERTIFICATE = "oci:CertificatesManagement/certificate:Certificate";
/** Days before its end by which a certificate is renewed (docs/requirements/10.md, GW-06). */
const RENEWED_BEFORE = 30;
const DAY = 86_400_000;

/** The gateway's own certificate: that it has one, for how long, and of which name. */
export function certificateFaults({ gateway, inventory, title: at }: Patient, now: Date): Fault[] {
  const id = text(gateway.outputs, "certificateId");
  if (id === undefined) {
    const seen = "it answers with the service's certificate, which has no name of yours";
    return [warning(at, seen, "give it the certificate of its hostname (certificateId)")];
  }
  const found = inventory.of(CERTIFICATE).find((one) => one.id === id);
  if (found === undefined) {
    return [
      warning(
        at,
        `nothing is known of its certificate ${id}`,
        "read the stack that makes it too: leave --only out",
      ),
    ];
  }
  const parsed = parsedOf(found);
  if (parsed === undefined) return [];
  const days = Math.floor((new Date(parsed.validTo).getTime() - now.getTime()) / DAY);
  if (days >= RENEWED_BEFORE) return [];
  const seen = days < 0 ? `it ended ${-days} days ago` : `it ends in ${days} days`;
  const remedy = `renew it ${RENEWED_BEFORE} days before its end at the latest: run the stack that signs it`;
  return [(days < 0 ? failed : warning)(title(found), seen, remedy)];
}

function parsedOf({
  outputs,
}: {
  readonly outputs: Parameters<typeof object>[0];
}): X509Certificate | undefined {
  const pem = text(object(outputs, "certificateConfig"), "certificatePem");
  if (pem === undefined) return undefined;
  try {
    return new X509Certificate(pem);
  } catch (error) {
    // What is secret in a state, or damaged, is no certificate: nothing is said of it.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function certificateNames(certificate: Parameters<typeof parsedOf>[0] | undefined): string[] {
  const names = certificate === undefined ? undefined : parsedOf(certificate)?.subjectAltName;
  return [...(names ?? "").matchAll(/DNS:([^,\s]+)/g)].flatMap(([, name]) => name ?? []);
}
