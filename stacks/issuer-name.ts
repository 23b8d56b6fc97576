import type { Input, ProviderResource } from "@pulumi/pulumi";
import { InputError, contains, parseCidr } from "../components/core";
import { PrivateName } from "../components/oci-platform";
import type { ociNetworkDxbContract } from "./contracts/networks";
import type { NeedsOutputs } from "./define/stack";
import { issuerHost } from "./gateway-paths";
import { isReplicated } from "./replicated";
import { internalDomain, type SiteContext } from "./site";

/** Where the name of who issues tokens is made. */
export interface IssuerPlace {
  readonly at: "primary" | "standby";
  readonly role: string;
  readonly provider: ProviderResource;
  readonly compartmentId: Input<string>;
  readonly network: Pick<NeedsOutputs<{ network: typeof ociNetworkDxbContract }>["network"], "names">;
}

const PLAN = { primary: "dxb", standby: "jed" } as const;

/**
 * The name of the host `id` at a site, where the configuration says at which address it is. The cluster's own names are
 * made by whoever publishes them.
 *
 * @throws {InputError} for an address outside the site's network: nothing else is reached by a private name.
 */
export function issuerName(
  site: SiteContext,
  { at, role, provider, compartmentId, network }: IssuerPlace,
): void {
  const { env, account } = site;
  const [primary, standby] = account.tokenIssuerAddresses.split(" ");
  const address = at === "primary" ? primary : standby;
  if (address === undefined || address === "" || account.tokenIssuer !== "") return;
  const { vcn } = env.plan[PLAN[at]];
  const [host, range] = [parseCidr(`${address}/32`), parseCidr(vcn)];
  if (host === undefined || range === undefined || !contains(range, host)) {
    const allowed = `an address in the network of the ${at} OCI site, ${vcn}`;
    throw new InputError(`environment "${env.name}"`, [
      { path: "causeway:tokenIssuerAddresses", given: address, allowed },
    ]);
  }
  new PrivateName(
    `${role}issuer`,
    {
      naming: site.naming(at),
      tags: site.tags({ Service: "api-gateway", DataClass: "internal" }),
      hostname: issuerHost(site),
      addresses: [address],
      in: isReplicated(env)
        ? { viewId: network.names.viewId, compartmentId }
        : { zone: internalDomain(site, at), zoneId: network.names.zoneId },
    },
    { provider },
  );
}
