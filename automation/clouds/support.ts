import { kinds as awsKinds } from "./aws/kinds";
import { functions as awsFunctions } from "./aws/functions";
import type { Kind } from "./kind";
import { fixed, replaced } from "./kubernetes/immutable";
import { kindChecks } from "./kubernetes/objects";
import { chartsWithDefinitions } from "./kubernetes/release";
import { kinds as ociKinds } from "./oci/cloud";
import { functions as ociFunctions } from "./oci/functions";
import { randomTypes } from "./random";
import { tlsTypes } from "./tls";

/** What tests saw and what the platform uses: without it nothing is said to be simulated. */
export interface Evidence {
  /** Refusals that tests saw, by type: the codes of the cloud, `inputs` for a check of inputs, `at the end` of an update. */
  readonly refused: ReadonlyMap<string, readonly string[]>;
  /** Types that the reference platform is made of. */
  readonly used: ReadonlySet<string>;
}

/**
 * What is simulated, as docs/simulated-clouds.md says it: made from the very tables that decide, as far as tests have seen
 * each type refuse something.
 */
export function supportPage(evidence: Evidence): string {
  return [
    intro,
    section("AWS", "aws", awsKinds, awsFunctions, evidence),
    section("Oracle Cloud", "oci", ociKinds, ociFunctions, evidence),
    kubernetes(),
    stateless(),
    permissions,
    closing,
  ].join("\n\n");
}

const intro = `# The simulated clouds

Made from the code by a test (\`npx vitest run tests/automation/clouds/support.test.ts -u\` writes it anew).

\`simulatedClouds({ home })\` gives the embedded engine AWS, Oracle Cloud, the Kubernetes clusters in both, and the packages
\`random\` and \`tls\`. Nothing reaches a real cloud and no credential is read. A package that is not among these is refused
by name.

## What every type has

- **Inputs** are checked against the declarations of the installed SDK: unknown names (with the nearest known one), missing
  ones, values of another type, enumerations that the SDK closes; all at once, each with its path. For AWS what the
  CloudFormation specification requires and allows is checked as well.
- **Names** that the program leaves out are made as Pulumi's providers make them.
- **References** must resolve. A text that is an id, ARN or OCID of a simulated kind and names nothing is refused, in the
  words of the cloud. Account, tenancy and region count.
- **Changes** are listed property by property. Which of them make a new resource is known for AWS from the CloudFormation
  specification, through a mapping for each type, for OCI from the SDK's "(Updatable)" marks, for Kubernetes from the fields
  that can not be changed; each with corrections by hand, with their sources. Where nobody knows, commands and reports say
  "update or replacement: unknown".
- **Outputs** echo the inputs; the rest is what the cloud would compute, as far as it is known, else the documented default,
  else the empty value of its type.
- **Ids and generated values** derive from the seed, the URN and how often that URN was made before: the same at any
  parallelism. Creation times are those of a clock that stands still.
- **Deletion** is refused while something in the world depends on it, where that is known.

A type that is not listed below has all this and nothing more. Listed is what a test saw refuse something, with the codes that
it saw: \`inputs\` is a check of inputs alone, which a preview makes too, \`at the end\` a permission or route that is missing
when everything else is there. A preview makes nothing and asks the world nothing.

## The world

What exists is kept under \`home\`, apart from Pulumi's state: \`world.jsonl\`, one line for one transaction, appended under a
lock, so that several processes can share it and a killed one leaves nothing half done. Every record is encrypted with the
key in \`world.key\` (mode 0600): which inputs are secret is not known to a provider, so only the type of a resource can be
read from the disk.`;

function section(
  title: string,
  cloud: string,
  kinds: ReadonlyMap<string, Kind>,
  functions: ReadonlyMap<string, unknown>,
  { refused, used }: Evidence,
): string {
  const listed = [...kinds.values()].filter((k) => k.simulates !== undefined && refused.has(k.type));
  const rows = listed
    .sort((a, b) => (a.type < b.type ? -1 : 1))
    .map((k) => `| \`${k.type}\` | ${k.simulates ?? ""} | ${(refused.get(k.type) ?? []).join(", ")} |`);
  const generic = [...used]
    .filter((type) => type.startsWith(`${cloud}:`) && !listed.some((k) => k.type === type))
    .sort()
    .map((type) => `\`${type}\``);
  const names = [...functions.keys()].map((t) => `\`${t.slice(t.lastIndexOf(":") + 1)}\``).sort();
  return [
    `## ${title}`,
    "",
    "| Type | Beyond the above | Refused in tests |",
    "| --- | --- | --- |",
    ...rows,
    "",
    `The reference platform uses these with what every type has alone: ${generic.join(", ") || "none"}.`,
    "",
    `Functions: ${names.join(", ")}. Others named after a resource type (\`getVpc\`) look one up in the world; the rest is refused by name.`,
  ].join("\n");
}

function kubernetes(): string {
  const rows = (fields: typeof replaced): string =>
    Object.entries(fields)
      .map(
        ([kind, paths]) =>
          `| ${kind === "*" ? "every kind" : `\`${kind}\``} | ${(paths ?? []).map((p) => `\`${p}\``).join(", ")} |`,
      )
      .join("\n");
  return `## Kubernetes

Any kind of the SDK and, once its CustomResourceDefinition is in the cluster, any custom resource. The kubeconfig, in JSON or
YAML, must lead to a simulated EKS or OKE cluster in a region that answers; while it is unknown, everything previews as a
create. Namespaces must exist and take their objects along; names, labels, annotations and Pod Security levels have their
rules. Looked at further: ${Object.keys(kindChecks)
    .map((k) => `\`${k}\``)
    .join(
      ", ",
    )}. Lists are refused by name; a patch is held to its namespace, and to a provider that applies on the server's side. The account \`default\` of each namespace is there already: it can be patched, not created. No controller runs: a Deployment makes no pods,
a Job does nothing and counts as done, and admission policies judge nothing. Only a Service of type LoadBalancer on OKE gets an
address, a private one of its subnet or a public one, as its annotations say when it is made; what OKE refuses is refused.

Types are taken strictly, as the API server does: no text for a number, no number for text. Beyond the SDK's declarations the
enumerations of the built-in kinds are checked. The fields of a custom resource are checked by the schema that the
definition in the cluster has, in a preview and in a create. Where there is none, those of Argo CD, cert-manager, External
Secrets, the Gateway API and the Prometheus operator are checked by what their operators declare (as the package
\`@kubernetes-models\` has it; enumerations as far as their Go types have them). The fields of any other custom resource are
not looked into. Patterns, ranges and rules in CEL are not evaluated. While the kubeconfig is unknown, in the preview that
comes before the cluster, Pulumi asks the provider nothing: fields are then checked by the up.

A chart is a \`helm.v3.Release\` with one exact version and a repository; other ways to deploy charts are refused by name. A
release is opaque: no chart is fetched, no template rendered, its objects do not exist here and no policy rule sees them, which
every report says. Its namespace must exist or be made by it, its name is taken once in a namespace. The definitions that these
charts bring along, as their values say, count as there: ${chartsWithDefinitions.map((c) => `\`${c}\``).join(", ")}.

| Kind | A change makes a new object |
| --- | --- |
${rows(replaced)}

The data of a \`ConfigMap\` or \`Secret\` makes a new object too, unless the provider is told that it is mutable.

| Kind | A change is refused |
| --- | --- |
${rows(fixed)}`;
}

function stateless(): string {
  const list = (types: readonly string[]): string =>
    types.map((t) => `\`${t.slice(t.lastIndexOf(":") + 1)}\``).join(", ");
  return `## Random and TLS

${list(randomTypes)}: of the right length and characters, derived from the seed, the URN and all inputs, keepers included. A
password's \`bcryptHash\` is not made.

${list(tlsTypes)}: real keys, requests and certificates. Keys and serial numbers derive from the seed, and signatures from
key and content, so two runs make the same certificates.`;
}

const permissions = `## Permissions

Policies that the program writes are evaluated when a simulated service or role uses them: those on queues, topics, keys,
buckets, buses and functions, those of roles with their boundaries, and OCI's policy statements with dynamic groups. A
condition operator that does not exist is refused by its name.

Where the cloud's own API asks for a permission, the call is refused. Most are used only later, when a rule sends an event or
a node starts, and the cloud fails silently; these are asked for at the end of an update in which nothing failed, when the
order of creation does not count any more. What is refused is an error at its resource, names the caller, the action and the
thing acted on, and comes again until it is put right. The resources stay, as they would in the cloud. A preview, a refresh
and a deletion ask for nothing, nor does another engine to which these clouds are served.`;

const closing = `## Scenarios

What goes wrong is set by a scenario: \`simulatedClouds({ scenario })\`, or a file of YAML or JSON for \`causeway demo\`, \`up\`,
\`preview\` and \`destroy\` on the embedded engine:

\`\`\`sh
causeway up --env dev --engine embedded --scenario docs/scenarios/bad-day.yaml
\`\`\`

| Key | What it sets |
| --- | --- |
| \`faults\` | a list; each has a \`kind\` (below), and by \`type\`, \`resource\` and \`action\` which calls it hits |
| \`drift\` | changes made by hand before the run: of each \`resource\`, properties to \`set\` by path (null takes one away) or \`delete: true\`; a refresh sees them |
| \`latency\` | simulated milliseconds of a call by type token, the first pattern that matches; \`sleep: true\` waits for them |
| \`now\` | the simulated time, at which it stands still |
| \`seed\` | what chances are drawn from |

| Kind of fault | What happens |
| --- | --- |
| \`throttle\` | the first call for each resource is answered "slow down" \`times\` times; more than 25 are given up |
| \`fail\` | the \`call\`th call for each resource named, and \`times\` - 1 after it, with a \`code\` and a \`message\` |
| \`flaky\` | each call fails with a \`chance\` from 0 to 1 |
| \`half-finished\` | the \`call\`th create leaves a resource that exists but did not become ready |
| \`no-way\` | there is no way from this machine to the address \`to\`, \`10.73.3.5:6443\`: neither the look before a stack nor the simulated cluster's provider gets an answer |
| \`region-lost\` | nothing answers in the \`region\` of the \`cloud\` |

A resource is named by its logical name or its URN, a type by its token, each with \`*\` for any text. Calls are counted for
each resource, from the start of the run, and chances are drawn from the seed, the URN and that count. So the same seed is the
same run at any degree of parallelism: every resource meets the same, however the calls come. Only what was under way when a
failure stopped the run depends on how much ran at once, and the runs after it converge to the same state. In a program of
one's own, \`inject\` on a running simulation adds and ends faults, also ones without \`resource\`, whose calls are counted
together in the order in which they come, and \`drift\` changes what exists.

## Live

What was deployed on AWS can run: events are delivered, functions run from their code, queues and tables hold what is put into
them. See [the live cloud](live-cloud.md).

## Known to differ from the clouds

- Nothing takes time unless the scenario says so, and everything that is accepted is ready at once.
- Quotas are those named above; the clouds have many more. What an account gets more of for the asking, Elastic IP addresses or
  rules of a security group, is not counted.
- An OCI secret's name is free again as soon as the secret is deleted; in the cloud it is taken until the deletion is done.
- The deployer itself may do everything: what its own role or group allows is not asked.
- Managed policies of AWS are known as far as nodes and clusters of EKS need them; another one is taken to allow what is
  asked. Nothing is refused over roles, queues or keys of accounts that are not simulated, and policy statements between
  OCI tenancies are accepted and not evaluated.
- A principal that a policy names is not looked up: a role outside the platform can not be told from one that is missing.
- Defined tags of OCI are looked up where their namespace was made here; another one is taken to be there.
- A custom node image may need less of the network and of the role than what is asked for nodes of EKS.
- A cluster of EKS goes back by one version at any time; in the cloud only within seven days of the step up.
- KMS keys and vaults are gone at once when deleted, without the waiting period.
`;
