import type { Fault } from "../../core";

/**
 * Hours that a server's certificate lives and before whose end the next `up` renews it (docs/requirements/00.md,
 * "Certificate lifetime": 2160 h, renewed 720 h before; GW-06: at least 30 days before).
 */
export const LIFE = { validityPeriodHours: 2160, earlyRenewalHours: 720 } as const;

/** The gateway and the balancers speak TLS 1.2 with RSA suites only (docs/requirements/10.md, Z09). */
export const KEY = { algorithm: "RSA", rsaBits: 2048 } as const;

export const USES = ["digital_signature", "key_encipherment", "server_auth"];

/** RFC 5280, appendix A.1, ub-common-name. */
const COMMON_NAME_MAX = 64;
const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/;

/** Everything wrong with the names of a certificate. */
export function hostFaults(hostnames: readonly string[]): Fault[] {
  const faults: Fault[] = [];
  if (hostnames.length === 0) faults.push({ path: "hostnames", given: [], allowed: "one name at least" });
  hostnames.forEach((name, i) => {
    if (!HOST.test(name)) {
      faults.push({ path: `hostnames[${i}]`, given: name, allowed: "a host's full name, and no wildcard" });
    } else if (i === 0 && name.length > COMMON_NAME_MAX) {
      const allowed = `a first name of ${COMMON_NAME_MAX} characters at most`;
      faults.push({ path: "hostnames[0]", given: name, allowed });
    } else if (hostnames.indexOf(name) !== i) {
      faults.push({ path: `hostnames[${i}]`, given: name, allowed: "each name once" });
    }
  });
  return faults;
}
