import { ConfigMap, type ConfigMapArgs } from "@pulumi/kubernetes/core/v1/configMap";
import * as pulumi from "@pulumi/pulumi";
import { Component, InputError, type ComponentArgs } from "../core";

/** Children of {@link TrustBundle}, for `transform`. */
export interface TrustBundleChildren {
  bundle: ConfigMapArgs;
}

export interface TrustBundleArgs extends ComponentArgs<TrustBundleChildren> {
  /** Namespaces that get it, by a role word. */
  readonly namespaces: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * The roots that are trusted, PEM: the one that signs, and during its replacement the one before it and the one after
   * it. A root leaves the list when nothing that it signed is in use.
   */
  readonly roots: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
}

/** Name of the ConfigMap, and the key in it. */
export const TRUST_BUNDLE = { name: "platform-trust", key: "ca.crt" } as const;

const PEM = /^(\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/;

/** Quotes nothing of what was given: it may be a key. */
function certificatesOnly(subject: string, path: string, pem: string): string {
  if (PEM.test(pem)) return `${pem.trim()}\n`;
  const given = "text that is more or other than certificates";
  throw new InputError(subject, [{ path, given, allowed: "certificates in PEM and nothing else" }]);
}

/**
 * What a namespace's workloads trust: a ConfigMap of the roots, to be mounted beside a certificate. It is not the `ca.crt`
 * of the certificate's own Secret, which says who signed this workload, not whom it may believe: on a change of the root
 * each side would drop the other's before both are renewed.
 *
 * The namespaces are the platform's own and are known, so that no operator is needed that copies bundles about.
 *
 * Child: a `bundle` each.
 *
 * @throws {InputError} for text that is no certificate, a key above all.
 */
export class TrustBundle extends Component<TrustBundleChildren> {
  /** Name of the ConfigMap in each namespace. */
  readonly bundleName: string = TRUST_BUNDLE.name;

  constructor(name: string, args: TrustBundleArgs, opts?: pulumi.ComponentResourceOptions) {
    const subject = `TrustBundle "${name}"`;
    const roots = args.roots.map((root, i) => {
      const checked = (pem: string) => certificatesOnly(subject, `roots[${i}]`, pem);
      return typeof root === "string" ? checked(root) : pulumi.output(root).apply(checked);
    });
    super("certificates", "TrustBundle", name, args, opts);
    const bundle = pulumi.all(roots).apply((pems) => pems.join(""));
    for (const [role, namespace] of Object.entries(args.namespaces))
      this.child(
        "bundle",
        ConfigMap,
        { metadata: { name: TRUST_BUNDLE.name, namespace }, data: { [TRUST_BUNDLE.key]: bundle } },
        { role },
      );
    this.registerOutputs({ bundleName: this.bundleName });
  }
}
