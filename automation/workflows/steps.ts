import { ACTIONS } from "./actions";
import type { Job, Step } from "./model";

/** The Node of all jobs: the newest line with long-term support that the Pulumi SDK's version runs on. */
export const NODE = "24";

/** GitHub's own runner: a fixed image, so that it changes by a commit and not overnight. */
export const HOSTED = "ubuntu-24.04";

/** Takes the code of one commit; no credential stays behind in the checkout. */
export function checkout(ref?: string, more: Readonly<Record<string, string | number>> = {}): Step {
  return {
    name: "Check out",
    uses: ACTIONS.checkout,
    with: { ...(ref === undefined ? {} : { ref }), ...more, "persist-credentials": false },
  };
}

export const node: Step = {
  name: "Set up Node",
  uses: ACTIONS.setupNode,
  // No cache: what one run puts there, a later one with more rights would take.
  with: { "node-version": NODE, "package-manager-cache": false },
};

/** Installs what the lockfile says, runs no script of a package, and compiles. */
export const build: Step = { name: "Install and build", run: "npm ci --ignore-scripts\nnpm run build" };

/** The Pulumi CLI, of the version that the SDK is pinned to. */
export function pulumiCli(version: string): Step {
  return { name: "Install the Pulumi CLI", uses: ACTIONS.pulumi, with: { "pulumi-version": version } };
}

/** A session of AWS for an hour, for the role that trusts this repository and environment. */
export const awsSession: Step = {
  name: "Open a session of AWS",
  uses: ACTIONS.aws,
  with: {
    "role-to-assume": "${{ vars.AWS_DEPLOYER_ROLE }}",
    "aws-region": "${{ vars.AWS_REGION }}",
    "role-session-name": "causeway-${{ github.run_id }}",
    "role-duration-seconds": 3600,
    "mask-aws-account-id": true,
  },
};

/** What the exchange of tokens is told; the secret is that of the OAuth client and gets nothing without the runner's token. */
const OCI_CLIENT: Readonly<Record<string, string>> = {
  OCI_DOMAIN_URL: "${{ vars.OCI_DOMAIN_URL }}",
  OCI_CLIENT_ID: "${{ vars.OCI_CLIENT_ID }}",
  OCI_CLIENT_SECRET: "${{ secrets.OCI_CLIENT_SECRET }}",
  OCI_TENANCY: "${{ vars.OCI_TENANCY }}",
  OCI_REGION: "${{ vars.OCI_REGION }}",
};

/** A session of OCI for an hour, by an exchange of the runner's token. `script` is where the exchange lies. */
export function ociSession(script: string): Step {
  return { name: "Open a session of OCI", run: `node ${script}`, env: OCI_CLIENT };
}

/** A job that changes or reads clouds: its sessions, its backend, its environment. */
export function cloudJob(job: Omit<Job, "permissions" | "env">): Job {
  return {
    ...job,
    permissions: { contents: "read", "id-token": "write" },
    env: { PULUMI_BACKEND_URL: "${{ vars.PULUMI_BACKEND_URL }}", PULUMI_SKIP_UPDATE_CHECK: "true" },
  };
}

/** Keeps files of a run for a while. */
export function keep(name: string, files: string, always = true): Step {
  return {
    name: "Keep the reports",
    ...(always ? { if: "always()" } : {}),
    uses: ACTIONS.upload,
    with: { name, path: files, "if-no-files-found": "ignore", "retention-days": 30 },
  };
}
