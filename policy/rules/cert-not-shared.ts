import { certificateOf } from "../lib/certificates";
import { metadataOf } from "../lib/namespaces";
import { podsOf } from "../lib/pods";
import { forEach, ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";

const REMEDY = "Give each service a Certificate and a Secret of its own, with its own names.";

/** A key that two hold says of neither who it is, and is revoked for both. */
export const certNotShared = defineRule({
  id: "cert-not-shared",
  description: "Every service has a certificate of its own, for its own names.",
  severity: "high",
  needs: [],
  serves: ["OK-38"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const certificate = certificateOf(resource);
    const wild = (path: string, name: string | undefined) => {
      if (name?.startsWith("*") !== true) return;
      const problem = "a wildcard stands for every service of the domain";
      report({ resource, path, value: name, problem, remedy: REMEDY });
    };
    forEach(certificate?.dnsNames, (name, i) => {
      wild(`spec.dnsNames[${i}]`, name);
    });
    wild("spec.commonName", certificate?.commonName);
  },

  checkStack(resources, _place, report) {
    const seen = new Map<string, string>();
    for (const resource of resources) {
      const secret = secretOf(resource);
      if (secret === undefined) continue;
      const other = seen.get(secret);
      seen.set(secret, other ?? resource.name);
      if (other === undefined) continue;
      report({
        resource,
        path: "spec.secretName",
        value: secret.split("/")[1],
        problem: `${other} writes its certificate to the same Secret`,
        remedy: REMEDY,
      });
    }
    const holders = new Map<string, string>();
    for (const resource of resources) {
      for (const [path, secret] of mountedBy(resource)) {
        if (!seen.has(secret)) continue;
        const other = holders.get(secret);
        holders.set(secret, other ?? resource.name);
        if (other === undefined || other === resource.name) continue;
        report({
          resource,
          path,
          value: secret.split("/")[1],
          problem: `${other} holds the same certificate`,
          remedy: REMEDY,
        });
      }
    }
  },
});

const namespaceOf = (resource: StackResource): string | undefined =>
  ifKnown(() => (metadataOf(resource) as { namespace?: string }).namespace);

/** Namespace and name of the Secret that a certificate is written to, while both are known. */
function secretOf(resource: StackResource): string | undefined {
  const name = ifKnown(() => certificateOf(resource)?.secretName);
  const namespace = namespaceOf(resource);
  return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
}

/** Secrets that a workload mounts, with the paths. */
function mountedBy(resource: StackResource): [path: string, secret: string][] {
  const namespace = namespaceOf(resource);
  const pods = ifKnown(() => podsOf(resource));
  const volumes =
    ifKnown(
      () =>
        (pods?.spec as { volumes?: readonly { secret?: { secretName?: string } }[] } | undefined)?.volumes,
    ) ?? [];
  return volumes.flatMap((volume, i): [string, string][] => {
    const name = ifKnown(() => volume.secret?.secretName);
    if (name === undefined || namespace === undefined) return [];
    return [[`${pods?.path ?? ""}.volumes[${i}].secret.secretName`, `${namespace}/${name}`]];
  });
}
