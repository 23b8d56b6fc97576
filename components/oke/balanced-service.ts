import { Service, type ServiceArgs } from "@pulumi/kubernetes/core/v1/service";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching, wholeNumber, type ComponentArgs } from "../core";
import { oracleBalancer, type Balancer } from "./balancer";

/** Children of {@link BalancedService}, for `transform`. */
export interface BalancedServiceChildren {
  service: ServiceArgs;
}

/** A port of a balancer and the pods' port behind it, both TCP. */
export interface BalancedPort {
  /** Name in the Service: `https`. */
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
}

export interface BalancedServiceArgs extends ComponentArgs<BalancedServiceChildren> {
  /** Name of the Service. */
  readonly service: string;
  readonly namespace: pulumi.Input<string>;
  /** Labels of the pods that answer. */
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly [BalancedPort, ...BalancedPort[]];
  readonly balancer: Balancer;
}

/** OKE can not change it of a live balancer, and says nothing when it is asked to. */
const MODE = "service.beta.kubernetes.io/oci-load-balancer-internal";

/**
 * A Service behind an OCI load balancer of its own: private addresses, unless the mode says otherwise, in the subnet and with
 * the groups that it is given. Pods see the client's address, and a node without a pod of it gets no traffic. A change of the
 * mode makes a new Service with a new balancer and address.
 *
 * Child: `service`.
 *
 * @throws {InputError} with every fault of name, selector, ports and balancer.
 * @example
 * new BalancedService("orders", {
 *   naming, tags, service: "orders", namespace: "shop", selector: { app: "orders" },
 *   ports: [{ name: "https", port: 443, targetPort: 8443 }], balancer: { subnetId, nsgIds: [nsgId] },
 * }, { providers: [kubernetes] });
 */
export class BalancedService extends Component<BalancedServiceChildren> {
  /** Name of the Service; known when it is there. */
  readonly serviceName: pulumi.Output<string>;
  /** Address of the balancer: a private one in mode `internal`. */
  readonly address: pulumi.Output<string | undefined>;

  constructor(name: string, args: BalancedServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { service, namespace, selector, ports } = args;
    const subject = `BalancedService "${name}"`;
    const check = new Check(subject);
    check.plain("service", service, matching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, "a name of Kubernetes"));
    if (Object.keys(selector).length === 0)
      check.fault("selector", "no label", "a label at least: without one no pod answers");
    ports.forEach(({ port, targetPort }, i) => {
      check.plain(`ports[${i}].port`, port, wholeNumber(1, 65_535));
      check.plain(`ports[${i}].targetPort`, targetPort, wholeNumber(1, 65_535));
    });
    check.done();
    const { annotations } = oracleBalancer(subject, args.balancer);
    super("oke", "BalancedService", name, args, opts);
    const made = this.child(
      "service",
      Service,
      {
        metadata: { name: service, namespace, annotations: { ...annotations } },
        spec: {
          type: "LoadBalancer",
          externalTrafficPolicy: "Local",
          selector: { ...selector },
          ports: ports.map((port) => ({ ...port, protocol: "TCP" })),
        },
      },
      { replaceOnChanges: [`metadata.annotations["${MODE}"]`] },
    );
    this.serviceName = made.metadata.name;
    this.address = made.status.apply((status) => status?.loadBalancer?.ingress?.[0]?.ip);
    this.registerOutputs({ serviceName: this.serviceName, address: this.address });
  }
}
