import { beforeAll, describe, expect, test } from "vitest";
import { platformContract } from "../../stacks/contracts/workloads";
import { CHARTS, dev, prod, staging } from "../../stacks/environments";
import { program } from "../../stacks/platform";
import { named, type Recorded } from "../components/recorded";
import { platformNeeds as needs } from "./platform-needs";
import { stackRecorded } from "./recorded-stack";

/** vCPUs and GiB (EC2, "Instance types"). */
const INSTANCES: Readonly<Record<string, readonly [number, number]>> = {
  "t3.large": [2, 8],
  "t3.xlarge": [4, 16],
  "m6i.xlarge": [4, 16],
};
const namespaces = { dev: "development", staging: "staging", prod: "production" };

describe.each([dev, staging, prod])("platform in $name", (env) => {
  let resources: Recorded[];
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    ({ resources, outputs } = await stackRecorded(platformContract, program, env, needs));
  });

  test("CO-24, OK-57 the workloads' namespace is the same in both clusters", () => {
    const name = namespaces[env.name];
    expect(outputs).toEqual({
      namespaces: { eks: [name], oke: [name] },
      issuerName: "platform-ca",
      trustBundleName: "platform-trust",
      trustDomain: `${env.name}.acme`,
      gateway: {
        name: "platform",
        namespace: "ingress",
        internal: true,
        hosts: { apps: { host: `apps.dxb.${env.name}.internal.platform.example.org`, namespace: name } },
      },
    });
    for (const cluster of ["eks", "oke"]) {
      expect(named(resources, `${cluster}-namespace-workloads`).inputs["metadata"]).toMatchObject({
        name,
        labels: {
          Environment: env.name,
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/enforce-version": "v1.36",
        },
      });
    }
  });

  test("OP-36, OP-41 the workloads get db-secret by one way, and its reader may read these two vault secrets alone", () => {
    expect(named(resources, "oke-secrets-secret-db-secret").inputs).toMatchObject({
      apiVersion: "external-secrets.io/v1",
      metadata: { name: "db-secret", namespace: namespaces[env.name] },
      spec: {
        data: [
          { secretKey: "password", remoteRef: { key: "db-password" } },
          { secretKey: "username", remoteRef: { key: "db-username" } },
        ],
      },
    });
    expect(resources.filter(({ type }) => type.includes("SecretProviderClass"))).toEqual([]);
    const { inputs, madeBy } = named(resources, "oke-secrets-reader-policy");
    expect(madeBy).toBe("oci-home");
    const statements = inputs["statements"] as string[];
    expect(statements).toHaveLength(2);
    for (const [i, name] of ["db-username", "db-password"].entries()) {
      expect(statements[i]).toContain(
        "read secret-bundles in compartment id ocid1.compartment.oc1..security",
      );
      expect(statements[i]).toContain(`request.principal.namespace = '${namespaces[env.name]}'`);
      expect(statements[i]).toContain("request.principal.service_account = 'vault-reader'");
      expect(statements[i]).toContain(`target.secret.name = '${name}'`);
    }
  });

  test("OP-36 the operator reaches the API, the exchange of tokens and Oracle's services, and nothing private", () => {
    const policy = (role: string) =>
      named(resources, `oke-external-secrets-allow-${role}`).inputs["spec"] as {
        egress: { to: { ipBlock: { cidr: string; except?: string[] } }[]; ports: { port: number }[] }[];
      };
    const endpoint = env.plan.dxb.subnets["api-endpoint"];
    expect(policy("token").egress).toEqual([
      { to: [{ ipBlock: { cidr: endpoint } }], ports: [{ protocol: "TCP", port: 12250 }] },
    ]);
    const [oracle] = policy("oracle").egress;
    expect(oracle?.ports).toEqual([{ protocol: "TCP", port: 443 }]);
    expect(oracle?.to[0]?.ipBlock.except).toContain("10.0.0.0/8");
  });

  test("OK-16 the OKE cluster lets in the groups of the identity stack, and those who change networks not at all", () => {
    const bound = resources
      .filter(({ type }) => type.endsWith(":ClusterRoleBinding"))
      .flatMap(({ inputs, madeBy }) => {
        const { subjects, roleRef } = inputs as {
          subjects: { kind: string; name: string }[];
          roleRef: { name: string };
        };
        const people = subjects.filter(({ kind }) => kind !== "ServiceAccount").map(({ name }) => name);
        return people.length === 0 ? [] : [[madeBy, people, roleRef.name]];
      });
    expect(bound.sort()).toEqual([
      ["oke", ["ocid1.group.oc1..admins"], "cluster-admin"],
      ["oke", ["ocid1.group.oc1..auditors"], "view"],
      ["oke", ["ocid1.group.oc1..operators"], "node-operators"],
    ]);
  });

  test("CO-08 each cluster gets its namespace, quota, limits, account and policies from its own provider", () => {
    const made = (cluster: string) =>
      resources
        .filter(({ madeBy }) => madeBy === cluster)
        .map(({ name }) => name.slice(cluster.length + 1))
        .filter(
          (name) => /^[a-z-]+-workloads(-dns|-gateway)?$/.test(name) && !/^(ingress|mutual-tls)-/.test(name),
        )
        .sort();
    const all = [
      "allow-workloads-dns",
      "default-account-workloads",
      "deny-workloads",
      "limits-workloads",
      "namespace-workloads",
      "quota-workloads",
    ];
    const certified = ["allow-workloads-gateway", "trust-bundle-workloads"];
    expect(made("eks")).toEqual(all);
    expect(made("oke").filter((name) => !certified.includes(name))).toEqual(all);
    expect(made("oke")).toEqual(expect.arrayContaining(certified));
  });

  test("OK-35 no pod of a workload starts on OKE without a certificate, and all trust one bundle", () => {
    const namespace = namespaces[env.name];
    for (const role of ["workloads", "services", "certificates", "requests"])
      expect(named(resources, `oke-mutual-tls-binding-${role}`).inputs["spec"]).toMatchObject({
        validationActions: ["Deny"],
        matchResources: {
          namespaceSelector: {
            matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [namespace] }],
          },
        },
      });
    for (const [role, at] of [
      ["workloads", namespace],
      ["ingress", "ingress"],
    ] as const)
      expect(named(resources, `oke-trust-bundle-${role}`).inputs).toMatchObject({
        metadata: { namespace: at },
        data: { "ca.crt": needs.secrets.bootstrapCaPem },
      });
  });

  test("OK-42, OK-22 what comes in passes the gateway: it alone reaches the workloads, and the balancer alone reaches it", () => {
    const rules = (name: string) => (named(resources, name).inputs as { spec: object }).spec;
    expect(rules("oke-allow-workloads-gateway")).toMatchObject({
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress" } } }],
          ports: [{ protocol: "TCP", port: 8443 }],
        },
      ],
    });
    expect(rules("oke-ingress-allow-balancer")).toMatchObject({
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ ipBlock: { cidr: env.plan.dxb.subnets["load-balancer-internal"] } }] }],
    });
    expect(JSON.stringify(named(resources, "oke-gateway-proxy").inputs)).toContain(
      '"service.beta.kubernetes.io/oci-load-balancer-internal":"true"',
    );
  });

  test("CO-06 definitions come in releases of their own, at the catalogue's versions", () => {
    const releases = resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    expect(releases.map(({ inputs }) => [inputs["name"], inputs["version"]]).sort()).toEqual([
      ["cert-manager", CHARTS["cert-manager"].version],
      ["crd.projectcalico.org.v1", CHARTS["crd.projectcalico.org.v1"].version],
      ["external-secrets", CHARTS["external-secrets"].version],
      ["gateway-helm", CHARTS["gateway-helm"].version],
      ["prometheus-operator-crds", CHARTS["prometheus-operator-crds"].version],
    ]);
    expect(named(resources, "oke-cert-manager-release").inputs["values"]).toMatchObject({
      crds: { enabled: true, keep: true },
    });
  });

  test("OP-23 a kubeconfig names a command that gets a token, and holds none", () => {
    const users = ["eks", "oke"].map((cluster) => {
      const { kubeconfig } = named(resources, cluster).inputs as { kubeconfig: string };
      expect(kubeconfig).not.toMatch(/"(token|client-key-data|client-certificate-data|password)"/);
      const { users, clusters } = JSON.parse(kubeconfig) as {
        users: [{ user: { exec: { command: string; args: string[] } } }];
        clusters: [{ cluster: { server: string } }];
      };
      expect(Object.keys(users[0].user)).toEqual(["exec"]);
      return [clusters[0].cluster.server, users[0].user.exec.command, users[0].user.exec.args.join(" ")];
    });
    expect(users).toEqual([
      [
        "https://eks.example.org",
        "aws",
        "eks get-token --output json --cluster-name acme-dev-use1-gitops-cluster --region us-east-1",
      ],
      [
        "https://10.65.3.5:6443",
        "oci",
        "ce cluster generate-token --cluster-id ocid1.cluster.oc1..a --region me-dubai-1",
      ],
    ]);
  });

  test("workloads leave a quarter of the smaller cluster's nodes to the system", () => {
    const { hard } = named(resources, "eks-quota-workloads").inputs["spec"] as {
      hard: Record<string, string>;
    };
    const cpu = hard["requests.cpu"] ?? "";
    const cpus = cpu.endsWith("m") ? Number.parseInt(cpu) / 1000 : Number(cpu);
    const gib = Number.parseInt(hard["requests.memory"] ?? "");
    // An OCPU of the x86 shapes is two vCPUs.
    const oke = { cpus: env.oke.nodes.max * env.oke.ocpus * 2, gib: env.oke.nodes.max * env.oke.memoryGb };
    const [cpusEach, gibEach] = INSTANCES[env.eks.instanceTypes[0] ?? ""] ?? [NaN, NaN];
    const eks = { cpus: env.eks.nodes.max * cpusEach, gib: env.eks.nodes.max * gibEach };
    expect(cpus).toBe(0.75 * Math.min(oke.cpus, eks.cpus));
    expect(gib).toBe(0.75 * Math.min(oke.gib, eks.gib));
    expect(named(resources, "oke-quota-workloads").inputs["spec"]).toEqual({ hard });
  });
});
