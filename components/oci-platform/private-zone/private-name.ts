import { Rrset, Zone, type RrsetArgs, type ZoneArgs } from "@pulumi/oci/dns";
import type { Input, Output, ComponentResourceOptions } from "@pulumi/pulumi";
import { DNS_NAME } from "../../../lib/dns-name";
import {
  Check,
  isPrivateRange,
  matching,
  parseCidr,
  wholeNumber,
  type ComponentArgs,
  type Test,
} from "../../core";
import { OciComponent } from "../component";

/** The children of a {@link PrivateName} by key, for `transform`. */
export interface PrivateNameChildren {
  zone: ZoneArgs;
  record: RrsetArgs;
}

export interface PrivateNameArgs extends ComponentArgs<PrivateNameChildren> {
  /** Whole name of the host, `id.dxb.dev.internal.example.com`. */
  readonly hostname: string;
  /** Private IPv4 addresses behind it: of an internal load balancer, as a rule. One to ten, each once. */
  readonly addresses: readonly Input<string>[];
  /**
   * Where its record is: a zone that holds it, or a view, in which it gets a zone of this one name. A view is for a name that
   * two networks have in common, each with its own address.
   */
  readonly in:
    | { readonly zone: string; readonly zoneId: Input<string> }
    | { readonly viewId: Input<string>; readonly compartmentId: Input<string> };
  /**
   * Seconds that resolvers may keep it, 1 to 86400.
   * @default 60: about as long as a switch to another address may take
   */
  readonly ttlSeconds?: number;
}

const privateAddress: Test<string> = (text) => {
  const host = parseCidr(`${text}/32`);
  return host !== undefined && isPrivateRange(host) ? undefined : "a private IPv4 address such as 10.65.4.20";
};

/**
 * A private name of a host in a network: what a gateway's API calls its backend by, made beside the backend once its address
 * is known, so that nothing has to wait for it. Free of charge (unverified).
 *
 * Children: `record`; `zone`, where it is in a view.
 *
 * @example
 * new PrivateName("orders", { naming, tags, hostname: "orders.dxb.dev.internal.example.com",
 *   addresses: [balancer.address], in: { zone: names.zone, zoneId: names.zoneId } });
 */
export class PrivateName extends OciComponent<PrivateNameChildren> {
  /** The name, known once it resolves. */
  readonly hostname: Output<string>;

  /** @throws {InputError} for a name that is none or not of the zone, and for addresses that are public or given twice. */
  constructor(name: string, args: PrivateNameArgs, opts?: ComponentResourceOptions) {
    const { hostname, in: place, ttlSeconds = 60 } = args;
    const check = new Check(`PrivateName "${name}"`);
    check.plain(
      "hostname",
      hostname,
      matching(DNS_NAME, "a domain name in small letters, id.dxb.dev.internal.example.com"),
    );
    if ("zone" in place && !hostname.endsWith(`.${place.zone}`))
      check.fault("hostname", hostname, `a name in the zone, below ${place.zone}`);
    check.plain("ttlSeconds", ttlSeconds, wholeNumber(1, 86_400, "seconds"));
    const plain: readonly unknown[] = args.addresses;
    if (plain.length < 1 || plain.length > 10 || new Set(plain).size < plain.length)
      check.fault("addresses", plain.length, "one to ten, each once");
    const addresses = args.addresses.map((one, i) => check.input(`addresses[${i}]`, one, privateAddress));
    check.done();
    super("oci-platform", "PrivateName", name, args, opts);

    const zoneId =
      "zone" in place
        ? place.zoneId
        : this.child("zone", Zone, {
            compartmentId: place.compartmentId,
            name: hostname,
            zoneType: "PRIMARY",
            scope: "PRIVATE",
            viewId: place.viewId,
          }).id;
    const record = this.child("record", Rrset, {
      zoneNameOrId: zoneId,
      domain: hostname,
      rtype: "A",
      scope: "PRIVATE",
      items: addresses.map((rdata) => ({ domain: hostname, rtype: "A", rdata, ttl: ttlSeconds })),
    });
    this.hostname = record.domain;
    this.registerOutputs({ hostname: this.hostname });
  }
}
