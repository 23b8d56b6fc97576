import { EXIT_CODES } from "../deploy/failure";
import type { Job, Step, Workflow } from "./model";
import { awsSession, build, checkout, cloudJob, HOSTED, keep, node, ociSession, pulumiCli } from "./steps";
import type { StackGroups } from "./stack-groups";

/** What the workflows of a platform are made from. */
export interface PlatformWorkflows {
  /** Environments in the order in which a change goes through them, each with its stacks by runner. */
  readonly environments: readonly { readonly name: string; readonly stacks: StackGroups }[];
  /** Version of the Pulumi CLI: that of the SDK. */
  readonly pulumi: string;
  /** How the command is called. @default the one that the repository itself builds */
  readonly causeway?: string;
}

const OCI_SESSION = "dist/automation/workflows/oci-session.js";
const COMMAND = "node dist/automation/cli/main.js";

/** GitHub's limit of a comment, characters ("Body is too long", https://github.com/pulumi/actions/issues/482). */
const COMMENT_LENGTH = 65_536;

/** Bytes of what causeway diff writes: the rest is for what the comment's own job adds, a mark to each mention. */
const DIFF_LENGTH = 60_000;
/** Label of the runners in the runners subnet of an environment's sites, beside GitHub's own `self-hosted`. */
const insideLabel = (environment: string): readonly string[] => ["self-hosted", `causeway-${environment}`];

const READ = { contents: "read" } as const;

const RUN_URL = "${{ github.server_url }}/${{ github.repository }}/actions/runs/${{ github.run_id }}";

/** Type check, lint and every test, on each Node that is supported by its makers. */
export const checks: Workflow = {
  name: "Checks",
  on: { pull_request: {}, push: { branches: ["main"] } },
  permissions: {},
  concurrency: {
    group: "checks-${{ github.ref }}",
    "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
  },
  jobs: {
    test: {
      name: "Tests on Node ${{ matrix.node }}",
      "runs-on": HOSTED,
      permissions: READ,
      strategy: { "fail-fast": false, matrix: { node: [22, 24] } },
      "timeout-minutes": 45,
      steps: [
        checkout(),
        { ...node, with: { "node-version": "${{ matrix.node }}", "package-manager-cache": false } },
        build,
        // With CI set, the real parts are fetched, and the engine's and the demo's tests run on Node 22 and 24 beside it.
        { name: "Test", run: "npm test", env: { CI: "true" } },
      ],
    },
  },
};

/** What a pull request changes: computed by the base's causeway, without a secret, in a job that can write nothing. */
export const pullRequestDiff: Workflow = {
  name: "Pull request diff",
  on: { pull_request: {} },
  permissions: {},
  concurrency: { group: "diff-${{ github.event.pull_request.number }}", "cancel-in-progress": true },
  jobs: {
    diff: {
      name: "Diff",
      "runs-on": HOSTED,
      permissions: READ,
      "timeout-minutes": 30,
      steps: [
        checkout("${{ github.event.pull_request.base.sha }}", { path: "base", "fetch-depth": 0 }),
        checkout("${{ github.event.pull_request.head.sha }}", { path: "head", "fetch-depth": 0 }),
        node,
        { name: "Build the base", run: "cd base\nnpm ci --ignore-scripts\nnpm run build" },
        {
          name: "Diff",
          run: [
            "cd base",
            // The commits alone: the head's files are read by what causeway diff confines, and by nothing here.
            "git fetch --quiet ../head HEAD",
            "code=0",
            // Of the base, where a change can not write its own.
            "prices=()",
            "if [ -f prices.json ]; then prices=(--prices prices.json); fi",
            `${COMMAND} diff --base "$BASE" --head "$HEAD" "\${prices[@]}" --artifact "$RUN" --limit ${DIFF_LENGTH} --out ../out/comment.md ../out/report.html ../out/diff.json || code=$?`,
            'if [ -s ../out/comment.md ]; then cat ../out/comment.md >> "$GITHUB_STEP_SUMMARY"; fi',
            'exit "$code"',
          ].join("\n"),
          env: {
            BASE: "${{ github.event.pull_request.base.sha }}",
            HEAD: "${{ github.event.pull_request.head.sha }}",
            RUN: RUN_URL,
          },
        },
        keep("diff", "out/"),
      ],
    },
  },
};

const COMMENT_SCRIPT = `
number="$(gh api --method GET "repos/$REPOSITORY/pulls" -f state=open -f head="$OWNER:$BRANCH" \\
  --jq "[.[] | select(.head.sha == env.SHA)][0].number // empty")"
if [ -z "$number" ]; then
  echo "No open pull request has $SHA as its head: nothing to say."
  exit 0
fi
marker="<!-- causeway:diff"
if [ -s out/comment.md ]; then
  # What GitHub takes is counted in characters. What would mention somebody does no more, however the sign is written: GitHub
  # reads mentions in what Markdown comes to, character references resolved.
  export LC_ALL=C.UTF-8
  text="$(iconv -c -f utf-8 -t utf-8 out/comment.md | sed -E 's/@|&#0*64;|&#[xX]0*40;|&commat;/@\\xe2\\x80\\x8b/g')"
  case "$text" in "$marker"*) ;; *) text="$marker -->"$'\\n'"$text" ;; esac
  if [ "\${#text}" -gt ${COMMENT_LENGTH} ]; then
    text="\${text:0:${COMMENT_LENGTH - 300}}"$'\\n\\nThe rest is cut off. '"[Full report]($RUN) of $SHA"
  fi
else
  text="$marker -->"$'\\n'"The diff failed and left no comment. [The run]($RUN) of $SHA says why."
fi
printf '%s\\n' "$text" > body.md
known="$(gh api --paginate "repos/$REPOSITORY/issues/$number/comments" \\
  --jq ".[] | select(.user.type == \\"Bot\\" and (.body | startswith(\\"$marker\\"))) | .id" | sed -n 1p)"
if [ -n "$known" ]; then
  gh api --method PATCH "repos/$REPOSITORY/issues/comments/$known" -F body=@body.md --silent
else
  gh api --method POST "repos/$REPOSITORY/issues/$number/comments" -F body=@body.md --silent
fi
`.trim();

/** Puts the diff into the pull request. It may write comments, and so it checks nothing out and runs nothing of the head. */
export const pullRequestComment: Workflow = {
  name: "Pull request comment",
  on: { workflow_run: { workflows: [pullRequestDiff.name], types: ["completed"] } },
  accepted: [
    {
      audit: "dangerous-triggers",
      at: "on",
      reason:
        "The one way to comment on a fork's pull request: this file is the default branch's, and all that it takes of the run is a text, which it cuts, writes no mention from, and never runs.",
    },
  ],
  permissions: {},
  concurrency: {
    group:
      "comment-${{ github.event.workflow_run.head_repository.full_name }}-${{ github.event.workflow_run.head_branch }}",
    "cancel-in-progress": false,
  },
  jobs: {
    comment: {
      name: "Comment",
      "runs-on": HOSTED,
      if: "github.event.workflow_run.event == 'pull_request' && github.event.workflow_run.conclusion != 'cancelled'",
      permissions: { actions: "read", "pull-requests": "write" },
      "timeout-minutes": 5,
      steps: [
        {
          name: "Take the text",
          run: 'gh run download "$RUN_ID" --repo "$REPOSITORY" --name diff --dir out || mkdir -p out',
          env: {
            GH_TOKEN: "${{ github.token }}",
            REPOSITORY: "${{ github.repository }}",
            RUN_ID: "${{ github.event.workflow_run.id }}",
          },
        },
        {
          name: "Comment",
          run: COMMENT_SCRIPT,
          env: {
            GH_TOKEN: "${{ github.token }}",
            REPOSITORY: "${{ github.repository }}",
            OWNER: "${{ github.event.workflow_run.head_repository.owner.login }}",
            BRANCH: "${{ github.event.workflow_run.head_branch }}",
            SHA: "${{ github.event.workflow_run.head_sha }}",
            RUN: "${{ github.event.workflow_run.html_url }}",
          },
        },
      ],
    },
  },
};

/** Brings an environment up, one after the other: what public APIs make on a hosted runner, the rest on the site's own. */
export function deployment({ environments, pulumi, causeway = COMMAND }: PlatformWorkflows): Workflow {
  const jobs: Record<string, Job> = {};
  let before: string | undefined;
  for (const { name, stacks } of environments) {
    for (const [group, names] of Object.entries(stacks) as [keyof StackGroups, readonly string[]][]) {
      if (names.length === 0) continue;
      const id = `${name}-${group}`;
      jobs[id] = deployJob({ id, name, group, names, before, pulumi, causeway });
      before = id;
    }
  }
  return {
    name: "Deploy",
    on: {
      push: { branches: ["main"] },
      workflow_dispatch: {
        inputs: {
          environment: {
            description: "Environment to deploy",
            type: "choice",
            options: ["all", ...environments.map(({ name }) => name)],
            default: "all",
          },
          resume: {
            description: "Id of a failed run to go on with: stacks that finished in it are left out",
            type: "string",
            default: "",
          },
        },
      },
    },
    permissions: {},
    jobs,
  };
}

function deployJob({
  id,
  name,
  group,
  names,
  before,
  pulumi,
  causeway,
}: {
  readonly id: string;
  readonly name: string;
  readonly group: keyof StackGroups;
  readonly names: readonly string[];
  readonly before: string | undefined;
  readonly pulumi: string;
  readonly causeway: string;
}): Job {
  const chosen = `(github.event_name == 'push' || inputs.environment == 'all' || inputs.environment == '${name}')`;
  const job = cloudJob({
    name: `${name}, ${group === "inside" ? "private endpoints" : "clouds"}`,
    "runs-on": group === "inside" ? insideLabel(name) : HOSTED,
    ...(before === undefined ? {} : { needs: [before] }),
    if: `!cancelled() && !failure() && ${chosen}`,
    environment: name,
    // One run at a time for the stacks of a group. Of those that wait, GitHub keeps the newest, which brings what the others would.
    concurrency: { group: `deploy-${id}`, "cancel-in-progress": false },
    // As long as the sessions last; what is not done by then is gone on with.
    "timeout-minutes": 60,
    steps: [
      checkout(),
      node,
      build,
      pulumiCli(pulumi),
      awsSession,
      ociSession(OCI_SESSION),
      {
        name: "Take the journal of the run to go on with",
        if: "inputs.resume != ''",
        // A group that the run did not come to kept nothing: it is brought up from its start.
        run: `if gh run download "$RESUME" --repo "$REPOSITORY" --name runs-${id} --dir state; then echo "GO_ON=--resume" >> "$GITHUB_ENV"; fi`,
        env: {
          GH_TOKEN: "${{ github.token }}",
          REPOSITORY: "${{ github.repository }}",
          RESUME: "${{ inputs.resume }}",
        },
      },
      {
        name: "Deploy",
        run: `${causeway} up --env ${name} --yes --state state \${GO_ON:-} --only ${names.join(" ")}`,
      },
      keep(`runs-${id}`, "state/"),
    ],
  });
  return { ...job, permissions: { ...job.permissions, actions: "read" } };
}

/** A verb that changes nothing, on every environment and runner. */
function everywhere(
  verb: string,
  { environments, pulumi }: PlatformWorkflows,
  stepsOf: (environment: string, names: readonly string[], inside: boolean) => readonly Step[],
  minutes: number,
): Record<string, Job> {
  const jobs: Record<string, Job> = {};
  for (const { name, stacks } of environments) {
    for (const [group, names] of Object.entries(stacks) as [keyof StackGroups, readonly string[]][]) {
      if (names.length === 0) continue;
      jobs[`${name}-${group}`] = cloudJob({
        name: `${name}, ${group === "inside" ? "private endpoints" : "clouds"}`,
        "runs-on": group === "inside" ? insideLabel(name) : HOSTED,
        environment: `${name}-read`,
        // A group of its own: of two jobs that wait in one, GitHub drops the earlier, which may be a deployment.
        concurrency: { group: `${verb}-${name}-${group}`, "cancel-in-progress": false },
        outputs: { code: "${{ steps.look.outputs.code }}" },
        "timeout-minutes": minutes,
        steps: [
          checkout(),
          node,
          build,
          pulumiCli(pulumi),
          awsSession,
          ociSession(OCI_SESSION),
          ...stepsOf(name, names, group === "inside"),
        ],
      });
    }
  }
  return jobs;
}

/** Every night, what was changed by hand. */
export function nightlyDrift(platform: PlatformWorkflows): Workflow {
  const { causeway = COMMAND } = platform;
  const jobs = everywhere(
    "drift",
    platform,
    (environment, names, inside) => [
      look("Look for drift", `${causeway} drift --env ${environment} --only ${names.join(" ")}`, "drift"),
      keep(`drift-${environment}-${inside ? "inside" : "hosted"}`, "out/"),
    ],
    60,
  );
  return {
    name: "Drift",
    on: { schedule: [{ cron: "17 2 * * *" }], workflow_dispatch: {} },
    permissions: {},
    jobs: { ...jobs, report: reportJob("Drift", Object.keys(jobs), EXIT_CODES.changes) },
  };
}

/** Every week, what is deployed against the policy rules of today: rules, waivers and supported versions change. */
export function policyAudit(platform: PlatformWorkflows): Workflow {
  const { causeway = COMMAND } = platform;
  // States are read from the backend; nothing private is called, so that a hosted runner reads those of all stacks.
  const hosted = platform.environments.map(({ name, stacks }) => ({
    name,
    stacks: { hosted: [...stacks.hosted, ...stacks.inside], inside: [] },
  }));
  const jobs = everywhere(
    "audit",
    { ...platform, environments: hosted },
    (environment) => [
      look("Audit", `${causeway} audit --env ${environment}`, "audit"),
      keep(`audit-${environment}`, "out/"),
    ],
    30,
  );
  return {
    name: "Policy audit",
    on: { schedule: [{ cron: "43 4 * * 1" }], workflow_dispatch: {} },
    permissions: {},
    jobs: { ...jobs, report: reportJob("Policy audit", Object.keys(jobs), EXIT_CODES.policy) },
  };
}

/** Runs a verb that only looks, keeps what it says, and hands its exit code on: what was found is not what went wrong. */
function look(name: string, command: string, file: string): Step {
  return {
    name,
    id: "look",
    run: [
      "mkdir -p out",
      "code=0",
      `${command} | tee out/${file}.txt || code=$?`,
      'echo "code=$code" >> "$GITHUB_OUTPUT"',
      'exit "$code"',
    ].join("\n"),
  };
}

const REPORT_SCRIPT = `
jobs() { jq --raw-output --arg found "$FOUND" "[to_entries[] | select(.value.result == \\"failure\\" and (.value.outputs.code $1 \\$found)) | .key] | join(\\", \\")" <<< "$NEEDS"; }
tell() {
  if [ -z "$2" ]; then return; fi
  number="$(gh issue list --repo "$REPOSITORY" --state open --search "in:title \\"$1\\"" --json number --jq ".[0].number // empty")"
  if [ -n "$number" ]; then
    gh issue comment "$number" --repo "$REPOSITORY" --body "Again in $2: $RUN"
  else
    gh issue create --repo "$REPOSITORY" --title "$1" --body "In $2: $RUN"
  fi
}
tell "$WHAT: something was found" "$(jobs ==)"
tell "$WHAT: a job could not look" "$(jobs !=)"
`.trim();

/**
 * Says in an issue what scheduled jobs have found, and in another which of them could not look; they themselves have no
 * right to write.
 *
 * @param found the exit code of what was found.
 */
function reportJob(what: string, needs: readonly string[], found: number): Job {
  return {
    name: "Report",
    "runs-on": HOSTED,
    needs,
    if: "failure()",
    permissions: { issues: "write" },
    "timeout-minutes": 5,
    steps: [
      {
        name: "Open an issue, or add to the one that is open",
        run: REPORT_SCRIPT,
        env: {
          GH_TOKEN: "${{ github.token }}",
          REPOSITORY: "${{ github.repository }}",
          WHAT: what,
          FOUND: String(found),
          NEEDS: "${{ toJSON(needs) }}",
          RUN: RUN_URL,
        },
      },
    ],
  };
}

/** Every month, a rehearsal on simulated clouds: a bad day in the middle of a deployment, and the way out of it. */
export function drill({ causeway = COMMAND }: Pick<PlatformWorkflows, "causeway">): Workflow {
  const rehearse = `${causeway} up --env dev --engine embedded --state drill`;
  return {
    name: "Drill",
    on: { schedule: [{ cron: "31 5 1 * *" }], workflow_dispatch: {} },
    permissions: {},
    jobs: {
      rehearse: {
        name: "Rehearse a bad day",
        "runs-on": HOSTED,
        permissions: READ,
        "timeout-minutes": 45,
        steps: [
          checkout(),
          node,
          build,
          {
            name: "Deploy into faults",
            run: [
              `if ${rehearse} --scenario docs/scenarios/bad-day.yaml; then`,
              '  echo "The faults of the scenario stopped nothing: the drill proves nothing." >&2',
              "  exit 1",
              "fi",
            ].join("\n"),
          },
          { name: "Go on", run: `${rehearse} --resume` },
          { name: "See that nothing is left to do", run: `${rehearse} --expect-no-changes` },
          {
            name: "Take it down",
            run: `${causeway} destroy --env dev --engine embedded --state drill --yes`,
          },
          keep("drill", "drill/embedded/reports/"),
        ],
      },
    },
  };
}
