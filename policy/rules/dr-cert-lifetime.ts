import { X509Certificate } from "node:crypto";
import { defineRule } from "../rule";

/** Where a certificate from elsewhere is imported, by type: nobody renews it. */
const IMPORTED: Readonly<Record<string, string>> = {
  "aws:acm/certificate:Certificate": "certificateBody",
  "aws:iam/serverCertificate:ServerCertificate": "certificateBody",
  "oci:LoadBalancer/certificate:Certificate": "publicCertificate",
};
/** DR-38. */
const DAYS = 30;

/** The certificate of a site that nobody uses runs out unseen; until it is needed. */
export const drCertLifetime = defineRule({
  id: "dr-cert-lifetime",
  description: "A certificate that is imported has 30 days or more left.",
  severity: "high",
  needs: [],
  serves: ["DR-38"],
  remediationSteps: "Renew it, or let the cloud's certificate service issue and renew one.",

  check(resource, { today }, report) {
    const key = IMPORTED[resource.type];
    const pem = key === undefined ? undefined : resource.props[key];
    const end = typeof pem === "string" ? endOf(pem) : undefined;
    if (key === undefined || end === undefined) return;
    const left = Math.floor((end.getTime() - Date.parse(today)) / 86_400_000);
    if (left >= DAYS) return;
    report({
      resource,
      path: key,
      value: `valid until ${end.toISOString().slice(0, 10)}`,
      problem: left < 0 ? "it has run out" : `it has ${left} days left, and nobody renews it`,
      remedy: "Renew it, or let the cloud's certificate service issue and renew one.",
    });
  },
});

/** The last moment of the first certificate of a text; undefined where it is none. */
function endOf(pem: string): Date | undefined {
  try {
    return new Date(new X509Certificate(pem).validTo);
  } catch {
    return undefined;
  }
}
