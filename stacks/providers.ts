import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import { Provider as OciProvider } from "@pulumi/oci/provider";
import * as pulumi from "@pulumi/pulumi";
import type { SiteContext } from "./site";

/** The AWS provider of the environment's region; it refuses to work in any other account. */
export function awsProvider({ env, account }: SiteContext): AwsProvider {
  return new AwsProvider("aws", { region: env.aws.region, allowedAccountIds: [account.awsAccountId] });
}

/** `home` is the tenancy's home region; `primary` and `standby` are the environment's two sites. */
export type OciSite = "home" | "primary" | "standby";

const ociProviders = new WeakMap<SiteContext, Map<OciSite, OciProvider>>();

/**
 * An OCI provider: `home` for IAM and tags, which are written in the home region only, or a site's own. A stack has one of
 * each, whoever of its parts asks for it first.
 */
export function ociProvider(context: SiteContext, site: OciSite): OciProvider {
  const made = ociProviders.get(context) ?? new Map<OciSite, OciProvider>();
  ociProviders.set(context, made);
  const { env, account } = context;
  const args = { region: env.oci[site], tenancyOcid: account.ociTenancyId };
  const provider = made.get(site) ?? new OciProvider(`oci-${site}`, args);
  made.set(site, provider);
  return provider;
}

/** How a kubeconfig gets a token at each call: nothing that could be stolen from state. */
export type TokenCommand = { readonly command: string; readonly args: readonly pulumi.Input<string>[] };

/** `aws eks get-token`: EKS user guide, "Connect kubectl to an EKS cluster by creating a kubeconfig file". */
export function eksToken(clusterName: pulumi.Input<string>, region: string): TokenCommand {
  return {
    command: "aws",
    args: ["eks", "get-token", "--output", "json", "--cluster-name", clusterName, "--region", region],
  };
}

/** `oci ce cluster generate-token`: OCI Container Engine guide, "Setting up cluster access". */
export function okeToken(clusterId: pulumi.Input<string>, region: string): TokenCommand {
  return {
    command: "oci",
    args: ["ce", "cluster", "generate-token", "--cluster-id", clusterId, "--region", region],
  };
}

/** A Kubernetes provider whose kubeconfig holds no credential. */
export function kubernetesProvider(
  name: string,
  cluster: {
    readonly endpoint: pulumi.Input<string>;
    readonly certificateAuthority: pulumi.Input<string>;
    readonly token: TokenCommand;
  },
): KubernetesProvider {
  const kubeconfig = pulumi
    .all([cluster.endpoint, cluster.certificateAuthority, pulumi.all([...cluster.token.args])])
    .apply(([server, authority, args]) =>
      JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        "current-context": "cluster",
        clusters: [{ name: "cluster", cluster: { server, "certificate-authority-data": authority } }],
        contexts: [{ name: "cluster", context: { cluster: "cluster", user: "caller" } }],
        users: [
          {
            name: "caller",
            user: {
              exec: {
                apiVersion: "client.authentication.k8s.io/v1beta1",
                command: cluster.token.command,
                args,
                interactiveMode: "Never",
              },
            },
          },
        ],
      }),
    );
  return new KubernetesProvider(name, {
    kubeconfig,
    enableServerSideApply: true,
    // A trust bundle changes in its place: replaced, it would be missing for a moment, and pods that start would wait.
    enableConfigMapMutable: true,
  });
}
