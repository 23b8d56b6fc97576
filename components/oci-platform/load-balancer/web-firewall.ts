import * as logging from "@pulumi/oci/logging";
import * as waf from "@pulumi/oci/waf";
import type * as pulumi from "@pulumi/pulumi";
import { LOG_REPLACEMENT } from "../../../lib/oci-logs";
import { Check } from "../../core";
import { OciComponent } from "../component";
import type { WebFirewallArgs, WebFirewallChildren } from "./args";
import { ENDS_HTTP } from "./ends-http";
import { firewallFaults, planFirewall } from "./plan";
import { serviceLog } from "./service-log";

/**
 * A web application firewall in front of a balancer: Oracle's recommended protections in their latest versions, a limit of
 * requests a client, and its log. It stands on balancers of layer 7 that end TLS themselves, since it reads requests.
 *
 * Children: `policy`, `firewall`, `log`.
 */
export class WebFirewall extends OciComponent<WebFirewallChildren> {
  readonly firewallId: pulumi.Output<string>;
  readonly policyId: pulumi.Output<string>;

  /** @throws {InputError} with every fault of the rules. */
  constructor(name: string, args: WebFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`WebFirewall "${name}"`);
    // What types rule out and plain JavaScript does not.
    check.plain<unknown>("balancer", args.balancer.endsHttp, (mark) =>
      mark === ENDS_HTTP
        ? undefined
        : "an HttpsLoadBalancer: only a balancer that reads HTTP can have a firewall",
    );
    for (const { path, given, allowed } of firewallFaults(args.rules, "rules"))
      check.fault(path, given, allowed);
    check.done();
    super("oci-platform", "WebFirewall", name, args, opts);
    const { compartmentId, balancer, rules, logs } = args;

    const found = waf.getProtectionCapabilitiesOutput(
      {
        compartmentId,
        groupTags: [rules.protectionGroup ?? "Recommended"],
        isLatestVersions: [true],
        type: "REQUEST_PROTECTION_CAPABILITY",
      },
      { parent: this },
    );
    const plan = found.protectionCapabilityCollections.apply((collections) =>
      planFirewall(
        rules,
        collections.flatMap(({ items }) => items),
      ),
    );
    const policy = this.child("policy", waf.AppFirewallPolicy, {
      compartmentId,
      displayName: this.physical("oci-display", `${name}-policy`),
      actions: plan.actions,
      requestRateLimiting: plan.requestRateLimiting,
      requestProtection: plan.requestProtection,
    });
    const firewall = this.child("firewall", waf.AppFirewall, {
      compartmentId,
      displayName: this.physical("oci-display", `${name}-firewall`),
      backendType: "LOAD_BALANCER",
      loadBalancerId: balancer.loadBalancerId,
      webAppFirewallPolicyId: policy.id,
    });
    this.child(
      "log",
      logging.Log,
      serviceLog({
        displayName: this.physical("oci-display", `${name}-firewall-log`),
        compartmentId,
        service: "waf",
        category: "all",
        resource: firewall.id,
        logs,
      }),
      LOG_REPLACEMENT,
    );
    this.firewallId = firewall.id;
    this.policyId = policy.id;
    this.registerOutputs({ firewallId: this.firewallId, policyId: this.policyId });
  }
}
