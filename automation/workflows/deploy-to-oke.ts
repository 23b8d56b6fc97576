import { InputError } from "../../components/core/errors";
import type { Fault } from "../../lib/fault";
import { imageNameTest, repositoryName, signaturesOf } from "../../lib/ocir";
import { ACTIONS } from "./actions";
import type { Job, Step, Workflow } from "./model";
import { checkout, HOSTED, node, ociSession } from "./steps";

/** One environment that an image is deployed to. */
export interface DeployTarget {
  /** `dev`, `staging` or `prod`: the protected environment of the repository, with its approvals. */
  readonly environment: string;
  /** Folder of the GitOps repository with the environment's kustomization.yaml: `overlays/dev`. */
  readonly overlay: string;
  /** Argo CD application that renders it. */
  readonly application: string;
  /** OCID of the cluster that Argo CD runs in, as a variable of the environment. @default `${{ vars.OKE_CLUSTER_ID }}` */
  readonly clusterId?: string;
  /** Labels of the runner inside the environment's network. @default `self-hosted` and `causeway-<environment>` */
  readonly runner?: readonly string[];
}

export interface DeployToOke {
  /** Name of the application and of its image: lower-case words joined by hyphens. */
  readonly app: string;
  /**
   * Name of the image, which follows the tenancy's namespace and the environment in its path: every environment has a
   * repository of its own (`ImageRegistry` of pulumi-causeway/oci-platform). @default `<app>`
   */
  readonly repository?: string;
  /** Registries by region, the primary's first: `ocir.me-dubai-1.oci.oraclecloud.com` or `dxb.ocir.io`. */
  readonly registries: readonly [primary: string, ...standbys: string[]];
  /** Command that runs the unit tests in the checkout. @default "npm ci --ignore-scripts && npm test" */
  readonly test?: string;
  /** What is deployed to, in the order in which an image goes through. */
  readonly targets: readonly [DeployTarget, ...DeployTarget[]];
  /** `owner/name` of the GitOps repository; this one where it is left out. */
  readonly gitops?: string;
  /** Least severity of a known vulnerability that stops the image. @default "high" */
  readonly stopAt?: "medium" | "high" | "critical";
  /** How long health is waited for, minutes, 1 to 10 (spec: at most 10). @default 10 */
  readonly healthMinutes?: number;
  /** Where the exchange of tokens lies. @default that of the installed package */
  readonly ociSession?: string;
}

const WORD = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const REGISTRY = /^([a-z]{3}\.ocir\.io|ocir\.[a-z]{2}(-[a-z]+)+-\d\.oci\.oraclecloud\.com)$/;
const PATH = /^[\w.-]+(\/[\w.-]+)*$/;

/**
 * The workflow `Deploy to OKE`: an image is built, tested, listed, scanned and, on main, signed and pushed; deployed is by a
 * commit of its digest into the GitOps repository, which Argo CD follows. A rollout that does not become healthy is taken
 * back by a commit.
 *
 * @throws {InputError} with every fault of the arguments.
 */
export function deployToOke(args: DeployToOke): Workflow {
  check(args);
  const jobs: Record<string, Job> = { build: buildJob(args), publish: publishJob(args) };
  let before = "publish";
  for (const target of args.targets) {
    const id = `deploy-${target.environment}`;
    jobs[id] = deployJob(args, target, before);
    jobs[`health-${target.environment}`] = healthJob(args, target, id);
    jobs[`revert-${target.environment}`] = revertJob(args, target);
    before = `health-${target.environment}`;
  }
  return {
    name: "Deploy to OKE",
    on: { pull_request: {}, push: { branches: ["main"] } },
    permissions: {},
    // A rollout is waited for before the next begins, and what waits gives way to what is newer.
    concurrency: {
      group: `deploy-to-oke-${args.app}-\${{ github.ref }}`,
      "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    },
    jobs,
  };
}

function check({ app, repository, registries, targets, gitops, healthMinutes }: DeployToOke): void {
  const faults: Fault[] = [];
  const must = (holds: boolean, path: string, given: unknown, allowed: string): void => {
    if (!holds) faults.push({ path, given, allowed });
  };
  must(WORD.test(app), "app", app, "lower-case words joined by hyphens");
  const named = repository ?? app;
  if (WORD.test(app))
    must(imageNameTest(named) === undefined, "repository", named, imageNameTest(named) ?? "");
  registries.forEach((registry, i) => {
    must(
      REGISTRY.test(registry),
      `registries[${i}]`,
      registry,
      "<key>.ocir.io or ocir.<region>.oci.oraclecloud.com",
    );
  });
  targets.forEach(({ environment, overlay, application }, i) => {
    must(
      WORD.test(environment),
      `targets[${i}].environment`,
      environment,
      "lower-case words joined by hyphens",
    );
    must(
      PATH.test(overlay) && !overlay.includes(".."),
      `targets[${i}].overlay`,
      overlay,
      "a folder of the repository",
    );
    must(
      WORD.test(application),
      `targets[${i}].application`,
      application,
      "the name of an Argo CD application",
    );
  });
  const names = targets.map(({ environment }) => environment);
  must(new Set(names).size === names.length, "targets", names, "each environment once");
  must(gitops === undefined || /^[\w.-]+\/[\w.-]+$/.test(gitops), "gitops", gitops, "<owner>/<name>");
  const minutes = healthMinutes ?? 10;
  must(Number.isInteger(minutes) && minutes >= 1 && minutes <= 10, "healthMinutes", minutes, "1 to 10");
  if (faults.length > 0) throw new InputError("Deploy to OKE", faults);
}

const ARCHIVE = "image.tar";

/** Makes the image and looks at it; nothing here can write anywhere. */
function buildJob({ app, test = "npm ci --ignore-scripts && npm test", stopAt = "high" }: DeployToOke): Job {
  return {
    name: "Build and scan",
    "runs-on": HOSTED,
    permissions: { contents: "read" },
    "timeout-minutes": 30,
    steps: [
      checkout(),
      node,
      { name: "Unit tests", run: test },
      {
        name: "Build the image",
        run: `docker build --pull --tag "${app}:$COMMIT" .\ndocker save --output ${ARCHIVE} "${app}:$COMMIT"`,
        env: { COMMIT: "${{ github.sha }}" },
      },
      {
        name: "List what is in it",
        uses: ACTIONS.sbom,
        with: {
          image: `${app}:\${{ github.sha }}`,
          format: "spdx-json",
          "output-file": "sbom.spdx.json",
          "upload-artifact": false,
          "upload-release-assets": false,
        },
      },
      {
        name: "Scan for vulnerabilities",
        uses: ACTIONS.scan,
        with: {
          sbom: "sbom.spdx.json",
          "fail-build": true,
          "severity-cutoff": stopAt,
          "output-format": "table",
        },
      },
      {
        name: "Keep the image and its list",
        uses: ACTIONS.upload,
        with: {
          name: "image",
          path: `${ARCHIVE}\nsbom.spdx.json`,
          "retention-days": 1,
          "if-no-files-found": "error",
        },
      },
    ],
  };
}

const LOGIN = `
token="$(oci raw-request --auth security_token --http-method GET --target-uri "https://$registry/20180419/docker/token" --query data.token --raw-output)"
echo "::add-mask::$token"
printf '%s' "$token" | docker login --username BEARER_TOKEN --password-stdin "$registry"
`.trim();

/**
 * Pushes what was scanned, and no other build of it, to each region's repository of each environment, and signs it by its
 * digest. A repository takes a tag once: when this job runs again, what it has must be this very build.
 */
function publishJob(args: DeployToOke): Job {
  const { app, repository = app, registries, targets, ociSession: script } = args;
  const repositories = targets.map(({ environment }) => repositoryName(environment, repository));
  return {
    name: "Sign and push",
    "runs-on": HOSTED,
    needs: ["build"],
    if: "github.event_name == 'push'",
    permissions: { contents: "read", "id-token": "write" },
    environment: "registry",
    outputs: { digest: "${{ steps.push.outputs.digest }}" },
    "timeout-minutes": 20,
    steps: [
      ...session(script),
      { name: "Take the image", uses: ACTIONS.download, with: { name: "image" } },
      { name: "Install cosign", uses: ACTIONS.cosign },
      { name: "Install the OCI CLI", run: "pipx install oci-cli==3.95.1" },
      {
        name: "Push and sign",
        id: "push",
        run: [
          `docker load --input ${ARCHIVE}`,
          `for registry in ${registries.join(" ")}; do`,
          ...LOGIN.split("\n").map((line) => `  ${line}`),
          `  for repository in ${repositories.join(" ")}; do`,
          '    image="$registry/$NAMESPACE/$repository"',
          `    docker tag "${app}:$COMMIT" "$image:$COMMIT"`,
          '    if ! docker push "$image:$COMMIT"; then',
          '      docker pull "$image:$COMMIT"',
          `      built="$(docker image inspect --format '{{.Id}}' "${app}:$COMMIT")"`,
          `      if [ "$(docker image inspect --format '{{.Id}}' "$image:$COMMIT")" != "$built" ]; then`,
          '        echo "$image has another build of $COMMIT, and takes a tag once: push another commit." >&2',
          "        exit 1",
          "      fi",
          "    fi",
          `    pushed="$(docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$image:$COMMIT" | grep -F "$image@")"`,
          '    digest="${pushed##*@}"',
          '    if [ -n "${first:-}" ] && [ "$digest" != "$first" ]; then',
          '      echo "The digest of $image is $digest, not $first." >&2',
          "      exit 1",
          "    fi",
          '    first="$digest"',
          `    export COSIGN_REPOSITORY="${signaturesOf("$image")}"`,
          '    cosign sign --yes "$image@$digest"',
          '    cosign attest --yes --type spdxjson --predicate sbom.spdx.json "$image@$digest"',
          "  done",
          "done",
          'echo "digest=$first" >> "$GITHUB_OUTPUT"',
        ].join("\n"),
        env: { COMMIT: "${{ github.sha }}", NAMESPACE: "${{ vars.OCI_TENANCY_NAMESPACE }}" },
      },
    ],
  };
}

/** The exchange of tokens needs its script, and thus the installed package; nothing else of the repository. */
function session(script = "node_modules/pulumi-causeway/dist/automation/workflows/oci-session.js"): Step[] {
  return [checkout(), node, { name: "Install", run: "npm ci --ignore-scripts" }, ociSession(script)];
}

/** Checks the GitOps repository out with the right to push: by its deploy key, or, being this one, by the job's token. */
function gitopsCheckout({ gitops }: DeployToOke): Step {
  return {
    name: "Check out the GitOps repository",
    uses: ACTIONS.checkout,
    with: {
      ref: "main",
      path: "gitops",
      // The commit is pushed by the steps that follow.
      "persist-credentials": true,
      ...(gitops === undefined ? {} : { repository: gitops, "ssh-key": "${{ secrets.GITOPS_DEPLOY_KEY }}" }),
    },
  };
}

const AUTHOR =
  'git config user.name "deploy-to-oke"\ngit config user.email "deploy-to-oke@users.noreply.github.com"';

/** Others commit to the repository too. */
const PUSH = "git pull --quiet --rebase origin main\ngit push origin HEAD:main";

/** Deploying is this commit: no job tells the cluster which image to run. */
function deployJob(args: DeployToOke, { environment, overlay }: DeployTarget, before: string): Job {
  const { app, repository = app, registries } = args;
  return {
    name: `Deploy to ${environment}`,
    "runs-on": HOSTED,
    needs: [...new Set(["publish", before])],
    permissions: { contents: args.gitops === undefined ? "write" : "read" },
    environment,
    outputs: { commit: "${{ steps.commit.outputs.commit }}" },
    "timeout-minutes": 10,
    steps: [
      gitopsCheckout(args),
      {
        name: "Commit the digest",
        id: "commit",
        run: [
          `cd gitops/${overlay}`,
          AUTHOR,
          `kustomize edit set image "${app}=${registries[0]}/$NAMESPACE/${repositoryName(environment, repository)}@$DIGEST"`,
          "git add kustomization.yaml",
          // Nothing of its own to take back later, where the digest is there already.
          "if git diff --cached --quiet; then exit 0; fi",
          `git commit --message "Deploy ${app} $COMMIT to ${environment}"`,
          PUSH,
          'echo "commit=$(git rev-parse HEAD)" >> "$GITHUB_OUTPUT"',
        ].join("\n"),
        env: {
          DIGEST: "${{ needs.publish.outputs.digest }}",
          COMMIT: "${{ github.sha }}",
          NAMESPACE: "${{ vars.OCI_TENANCY_NAMESPACE }}",
        },
      },
    ],
  };
}

/** Reads, from inside the network, what Argo CD says of the commit. */
function healthJob(args: DeployToOke, target: DeployTarget, deployed: string): Job {
  const { environment, application, clusterId = "${{ vars.OKE_CLUSTER_ID }}" } = target;
  const { runner = ["self-hosted", `causeway-${environment}`] } = target;
  const minutes = args.healthMinutes ?? 10;
  return {
    name: `Health of ${environment}`,
    "runs-on": runner,
    needs: ["publish", deployed],
    permissions: { contents: "read", "id-token": "write" },
    environment,
    "timeout-minutes": minutes + 5,
    steps: [
      ...session(args.ociSession),
      {
        name: "Wait until it is healthy",
        run: [
          'export KUBECONFIG="$RUNNER_TEMP/kubeconfig"',
          'oci ce cluster create-kubeconfig --auth security_token --cluster-id "$CLUSTER" --kube-endpoint PRIVATE_ENDPOINT --file "$KUBECONFIG"',
          `deadline=$((SECONDS + ${minutes * 60}))`,
          'while [ "$SECONDS" -lt "$deadline" ]; do',
          `  state="$(kubectl --namespace argocd get application ${application} --output jsonpath='{.status.sync.status} {.status.health.status} {.status.summary.images[*]}')"`,
          '  echo "$state"',
          // By the digest and not the commit: a later commit of something else must not make this rollout fail.
          '  case "$state" in "Synced Healthy "*"@$DIGEST"*) exit 0 ;; esac',
          "  sleep 10",
          "done",
          `echo "${application} is not healthy with $DIGEST after ${minutes} minutes: $state" >&2`,
          "exit 1",
        ].join("\n"),
        env: { CLUSTER: clusterId, DIGEST: "${{ needs.publish.outputs.digest }}" },
      },
    ],
  };
}

/** Takes a rollout that failed back, by a commit as it came. */
function revertJob(args: DeployToOke, { environment }: DeployTarget): Job {
  const deployed = `deploy-${environment}`;
  return {
    name: `Take back from ${environment}`,
    "runs-on": HOSTED,
    needs: [deployed, `health-${environment}`],
    if: `always() && needs.${deployed}.result == 'success' && needs.${deployed}.outputs.commit != '' && needs.health-${environment}.result == 'failure'`,
    permissions: { contents: args.gitops === undefined ? "write" : "read" },
    environment,
    "timeout-minutes": 10,
    steps: [
      {
        ...gitopsCheckout(args),
        with: { ...(gitopsCheckout(args) as { with: object }).with, "fetch-depth": 0 },
      },
      {
        name: "Revert the commit",
        run: ["cd gitops", AUTHOR, 'git revert --no-edit "$COMMIT"', PUSH].join("\n"),
        env: { COMMIT: `\${{ needs.${deployed}.outputs.commit }}` },
      },
    ],
  };
}
