// The scripts of the workflows as they are, run by the script that runs a job here, against real git and stand-ins of gh,
// kustomize and kubectl.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { evaluate, runJob } from "../../../scripts/run-workflow.mjs";
import { jobOf, OKE, oke, workflows, type Written, type WrittenJob } from "./written";

let folder: string;
let tools: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "causeway-steps-"));
  tools = path.join(folder, "tools");
  mkdirSync(tools);
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
});

/** A stand-in of a tool: a script of bash that also notes how it was called. */
function tool(name: string, body: string): () => string[] {
  const calls = path.join(folder, `${name}-calls`);
  writeFileSync(calls, "");
  const file = path.join(tools, name);
  writeFileSync(file, `#!/usr/bin/env bash\necho "$*" >> "${calls}"\n${body}\n`);
  chmodSync(file, 0o755);
  return () => readFileSync(calls, "utf8").trim().split("\n").filter(Boolean);
}

const env = (more: Readonly<Record<string, string>> = {}) => ({
  PATH: `${tools}:${process.env["PATH"] ?? ""}`,
  ...more,
});
const git = (cwd: string, ...args: string[]) => execFileSync("git", args, { cwd, encoding: "utf8" }).trim();

describe("the comment", () => {
  const job = jobOf(workflows()["pull-request-comment"] as Written, "comment");
  const run = {
    id: 7,
    head_branch: "x",
    head_sha: "abc",
    html_url: "https://run",
    head_repository: { owner: { login: "eve" } },
  };
  const contexts = { github: { repository: "acme/platform", token: "t", event: { workflow_run: run } } };

  function comment(text: string | undefined, found: { readonly pull: string; readonly known: string }) {
    const body = path.join(folder, "sent.md");
    const write =
      text === undefined ? "exit 1" : `mkdir -p out && cp "${path.join(folder, "text")}" out/comment.md`;
    writeFileSync(path.join(folder, "text"), text ?? "");
    const calls = tool(
      "gh",
      `case "$*" in
        "run download"*) ${write} ;;
        *"repos/acme/platform/pulls"*) echo "${found.pull}" ;;
        *"--paginate"*) printf '${found.known}' ;;
        *) cp body.md "${body}" ;;
      esac`,
    );
    const { failed, outcomes } = runJob({ job, contexts, folder, env: env() });
    expect(failed, JSON.stringify(outcomes)).toBe(false);
    return { calls, sent: () => readFileSync(body, "utf8") };
  }

  it("is made on the open pull request with that head, and mentions nobody", () => {
    const { calls, sent } = comment("3 changes. @everyone $(touch x) `id`", { pull: "12", known: "" });
    expect(calls()[1]).toContain("-f head=eve:x");
    expect(calls().at(-1)).toContain("--method POST repos/acme/platform/issues/12/comments");
    expect(sent()).toContain("3 changes. @\u200beveryone $(touch x) `id`");
    expect(sent()).toMatch(/^<!-- causeway:diff -->\n3/);
  });

  it.each([
    "@eve",
    "&#64;eve",
    "&#0064;eve",
    "&#x40;eve",
    "&#X0040;eve",
    "&commat;eve",
    "@&#101;ve",
    "\\@eve",
    "@-eve",
  ])("mentions nobody by %s either, which GitHub would read in what Markdown comes to", async (text) => {
    const { micromark } = await import("micromark");
    const { sent } = comment(`Approved by ${text}.`, { pull: "12", known: "" });
    expect(micromark(sent())).toMatch(/Approved by \\?@\u200b/);
    expect(micromark(sent())).not.toMatch(/@[\w-]/);
  });

  it("takes the place of the one that is there", () => {
    const { calls } = comment("2 changes", { pull: "12", known: "901\\n902\\n" });
    expect(calls().at(-1)).toContain("--method PATCH repos/acme/platform/issues/comments/901");
  });

  it("is what causeway wrote, to the last character that GitHub takes", () => {
    const text = `<!-- causeway:diff acme -->\n${"é".repeat(65_508)}`;
    const { sent, calls } = comment(text, { pull: "12", known: "" });
    expect(sent().trimEnd()).toBe(text);
    expect(calls().at(-2)).toContain('startswith("<!-- causeway:diff")');
  });

  it("is cut where GitHub would refuse it, in no character, and says so", () => {
    const { sent } = comment("é".repeat(65_600), { pull: "12", known: "" });
    expect(sent().length).toBeLessThan(65_536);
    expect(sent()).not.toContain("\ufffd");
    expect(sent()).toMatch(/é\n\nThe rest is cut off\. \[Full report\]\(https:\/\/run\) of abc\n$/);
  });

  it("says so where the diff failed, and is left out where the head has moved on", () => {
    expect(comment(undefined, { pull: "12", known: "" }).sent()).toContain("The diff failed");
    expect(comment("x", { pull: "", known: "" }).calls()).toHaveLength(2);
  });
});

describe("Deploy to OKE", () => {
  const DIGEST = `sha256:${"a".repeat(64)}`;
  const workflow = oke({ ...OKE, gitops: "origin/gitops.git" });
  const contexts = {
    github: { sha: "c0ffee" },
    vars: { OCI_TENANCY_NAMESPACE: "axtenancy", OKE_CLUSTER_ID: "ocid1.cluster" },
    needs: { publish: { outputs: { digest: DIGEST } } },
  };

  /** A GitOps repository with two overlays, as the checkout step finds it. */
  function gitops(): string {
    const origin = path.join(folder, "origin", "gitops.git");
    const work = path.join(folder, "seed");
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", origin]);
    execFileSync("git", ["clone", "--quiet", origin, work], { stdio: "pipe" });
    for (const name of ["dev", "prod"]) {
      mkdirSync(path.join(work, "overlays", name), { recursive: true });
      writeFileSync(path.join(work, "overlays", name, "kustomization.yaml"), "resources: []\n");
    }
    git(work, "add", "-A");
    git(work, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "first");
    git(work, "push", "--quiet", "origin", "HEAD:main");
    return origin;
  }
  const started = (job: WrittenJob, more: object = {}) =>
    runJob({ job, contexts: { ...contexts, ...more }, folder, repository: folder, env: env() });
  const tree = (origin: string, file: string) => git(origin, "show", `main:${file}`);

  it("OP-58 deploys by a commit of the digest, and once only", () => {
    const origin = gitops();
    const calls = tool("kustomize", 'printf "images: [%s]\\n" "$4" > kustomization.yaml');
    const { failed, outputs, outcomes } = started(jobOf(workflow, "deploy-dev"));
    expect(failed, JSON.stringify(outcomes)).toBe(false);
    const image = `ocir.me-dubai-1.oci.oraclecloud.com/axtenancy/dev/myapp@${DIGEST}`;
    expect(calls()).toEqual([`edit set image myapp=${image}`]);
    expect(tree(origin, "overlays/dev/kustomization.yaml")).toContain(image);
    expect(tree(origin, "overlays/prod/kustomization.yaml")).toBe("resources: []");
    expect(outputs["commit"]).toBe(git(origin, "rev-parse", "main"));
    expect(git(origin, "log", "-1", "--format=%s", "main")).toBe("Deploy myapp c0ffee to dev");
    rmSync(path.join(folder, "workspace"), { recursive: true });
    const again = started(jobOf(workflow, "deploy-dev"));
    expect([again.failed, again.outputs["commit"]]).toEqual([false, ""]);
    expect(git(origin, "rev-list", "--count", "main")).toBe("2");
  });

  it("OP-58 keeps what others commit meanwhile", () => {
    const origin = gitops();
    const other = "git -c user.name=o -c user.email=o@example.org commit --quiet --allow-empty -m other";
    const push = `(cd "${path.join(folder, "seed")}" && ${other} && git push --quiet origin HEAD:main)`;
    tool("kustomize", `printf "images: [%s]\\n" "$4" > kustomization.yaml\n${push}`);
    const { failed, outputs, outcomes } = started(jobOf(workflow, "deploy-dev"));
    expect(failed, JSON.stringify(outcomes)).toBe(false);
    const subjects = git(origin, "log", "--format=%s", "main").split("\n");
    expect(subjects).toEqual(["Deploy myapp c0ffee to dev", "other", "first"]);
    expect(outputs["commit"]).toBe(git(origin, "rev-parse", "main"));
  });

  it("OP-61 waits for the digest to be healthy, and gives up in time", () => {
    tool("oci", "true");
    tool("sleep", "true");
    const states = (lines: string) =>
      tool(
        "kubectl",
        `n=$(wc -l < "${path.join(folder, "kubectl-calls")}")\nsed -n "\${n}p" <<'X'\n${lines}\nX`,
      );
    const health = jobOf(workflow, "health-dev");
    const only = { ...health, steps: health.steps.slice(-1) };
    const calls = states(
      `Synced Healthy r/myapp@sha256:old\nOutOfSync Healthy r/myapp@sha256:old\nSynced Progressing r/myapp@${DIGEST}\nSynced Healthy r/a@sha256:1 r/myapp@${DIGEST}`,
    );
    expect(started(only).failed).toBe(false);
    expect(calls()).toHaveLength(4);
    expect(calls()[0]).toContain("--namespace argocd get application myapp-dev");
    const script = String(health.steps.at(-1)?.run);
    expect(script).toContain("deadline=$((SECONDS + 600))");
    const short = {
      ...only,
      steps: [{ ...only.steps[0], run: script.replace("SECONDS + 600", "SECONDS + 1") }],
    };
    tool("kubectl", "echo Synced Degraded r/myapp@sha256:new; /bin/sleep 0.3");
    const late = started(short as WrittenJob);
    expect(late.failed).toBe(true);
    expect(late.outcomes.at(-1)?.stderr).toContain("myapp-dev is not healthy with sha256:aaa");
  });

  it("OP-61 takes a rollout back by a commit, when health has failed and only then", () => {
    const origin = gitops();
    tool("kustomize", 'printf "images: [%s]\\n" "$4" > kustomization.yaml');
    const { outputs } = started(jobOf(workflow, "deploy-dev"));
    rmSync(path.join(folder, "workspace"), { recursive: true });
    const revert = jobOf(workflow, "revert-dev");
    const after = (health: string, own = outputs) => ({
      "deploy-dev": { result: "success", outputs: own },
      "health-dev": { result: health },
    });
    const when = (health: string, own = outputs) =>
      evaluate(revert.if ?? "", { needs: after(health, own), failed: true }, true);
    expect([when("failure"), when("success"), when("skipped")]).toEqual([true, false, false]);
    expect(when("failure", { commit: "" })).toBe(false);
    const back = started(revert, { needs: after("failure") });
    expect(back.failed, JSON.stringify(back.outcomes)).toBe(false);
    expect(tree(origin, "overlays/dev/kustomization.yaml")).toBe("resources: []");
    expect(git(origin, "rev-list", "--count", "main")).toBe("3");
  });

  it("OP-58 tells no cluster what to run: what is called of it only reads", () => {
    const runs = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    const kubectl = runs.join("\n").match(/kubectl [^|;]*/g) ?? [];
    expect(kubectl).toHaveLength(2);
    for (const call of kubectl) expect(call).toMatch(/^kubectl --namespace argocd get application /);
  });

  it("OP-54 OP-55 builds, tests, lists and scans for pull requests; signs and pushes on main alone, what was scanned", () => {
    expect(workflow.name).toBe("Deploy to OKE");
    expect(Object.keys(workflow.on)).toEqual(["pull_request", "push"]);
    const build = jobOf(workflow, "build");
    expect(build.permissions).toEqual({ contents: "read" });
    const names = build.steps.map(({ name }) => name);
    expect(names).toEqual([
      "Check out",
      "Set up Node",
      "Unit tests",
      "Build the image",
      "List what is in it",
      "Scan for vulnerabilities",
      "Keep the image and its list",
    ]);
    expect(build.steps[5]?.with).toMatchObject({ "fail-build": true, "severity-cutoff": "high" });
    const publish = jobOf(workflow, "publish");
    expect(publish.if).toBe("github.event_name == 'push'");
    expect(publish.needs).toEqual(["build"]);
    expect(publish.steps.at(-1)?.run).not.toContain("docker build");
    for (const [id, job] of Object.entries(workflow.jobs)) {
      if (!["build", "publish"].includes(id))
        expect(job.needs, id).toEqual(expect.arrayContaining([expect.any(String)]));
    }
  });

  describe("OP-56 the push", () => {
    const publish = jobOf(workflow, "publish");
    const push = { ...publish, steps: publish.steps.slice(-1) };
    const images = ["ocir.me-dubai-1.oci.oraclecloud.com", "jed.ocir.io"].flatMap((registry) =>
      ["dev", "prod"].map((environment) => `${registry}/axtenancy/${environment}/myapp`),
    );

    /** Docker whose registries answer with these digests, by image, and take tags as they are told. */
    function docker(digests: Readonly<Record<string, string>>, more = ""): () => string[] {
      const pushed = images.map((image) => `${image}@${digests[image] ?? DIGEST}`).join("\n");
      return tool(
        "docker",
        `case "$*" in\n"login "*) cat > /dev/null ;;\n${more}\n*RepoDigests*) cat <<'X'\n${pushed}\nX\n;;\nesac`,
      );
    }

    it("goes to each environment's repository in both regions, under the tenancy's namespace: one digest, signed beside it", () => {
      tool("oci", "echo registry-token");
      const signed = tool("cosign", `echo "$COSIGN_REPOSITORY" >> "${path.join(folder, "beside")}"`);
      const calls = docker({});
      const { failed, outputs, outcomes } = started(push);
      expect(failed, JSON.stringify(outcomes)).toBe(false);
      expect(outputs).toEqual({ digest: DIGEST });
      expect(calls().filter((call) => call.startsWith("push "))).toEqual(
        images.map((image) => `push ${image}:c0ffee`),
      );
      expect(signed().filter((call) => call.startsWith("sign "))).toEqual(
        images.map((image) => `sign --yes ${image}@${DIGEST}`),
      );
      const beside = readFileSync(path.join(folder, "beside"), "utf8").trim().split("\n");
      expect(beside).toEqual(images.flatMap((image) => [`${image}-signatures`, `${image}-signatures`]));
      expect(outcomes.at(-1)?.stdout).toContain("::add-mask::registry-token");
      expect(calls().join("\n")).not.toContain("registry-token");
    });

    it("ends where a region has another digest", () => {
      tool("oci", "echo registry-token");
      tool("cosign", "true");
      docker({ [images[2] ?? ""]: "sha256:other" });
      const { failed, outcomes } = started(push);
      expect(failed).toBe(true);
      expect(outcomes.at(-1)?.stderr).toContain(`The digest of ${images[2] ?? ""} is sha256:other`);
    });

    it("takes a tag that is there already when it is of this build, as it is when the job runs again", () => {
      tool("oci", "echo registry-token");
      const signed = tool("cosign", "true");
      const taken = (there: string) =>
        docker(
          {},
          `"push "*) exit 1 ;;\n*{{.Id}}*" myapp:c0ffee") echo built ;;\n*{{.Id}}*) echo ${there} ;;`,
        );
      const calls = taken("built");
      expect(started(push)).toMatchObject({ failed: false, outputs: { digest: DIGEST } });
      expect(calls().filter((call) => call.startsWith("pull "))).toHaveLength(4);
      const before = signed().length;
      taken("another");
      const again = started(push);
      expect(again.failed).toBe(true);
      expect(again.outcomes.at(-1)?.stderr).toContain(`${images[0] ?? ""} has another build of c0ffee`);
      expect(signed()).toHaveLength(before);
    });
  });

  it("OP-60 reaches the private endpoint from the network's own runners", () => {
    const inside = Object.entries(workflow.jobs).filter(([, job]) => JSON.stringify(job).includes("kubectl"));
    expect(inside.map(([id, job]) => [id, job["runs-on"]])).toEqual([
      ["health-dev", ["self-hosted", "causeway-dev"]],
      ["health-prod", ["self-hosted", "causeway-prod"]],
    ]);
  });

  it("is refused with every fault at once", () => {
    const broken = {
      app: "My App",
      registries: ["iad.ocir.io/x"] as const,
      targets: [{ environment: "dev", overlay: "../x", application: "a;b" }] as const,
      gitops: "gitops",
      healthMinutes: 11,
    };
    expect(() => oke({ ...OKE, repository: "Prod/My App" })).toThrow(/repository is "Prod\/My App"/);
    expect(() => oke(broken)).toThrow(
      /app is "My App"[^]*registries\[0\][^]*targets\[0\]\.overlay[^]*targets\[0\]\.application[^]*gitops is "gitops"[^]*healthMinutes is 11/,
    );
  });
});

describe("the script that runs a job here", () => {
  const step = (run: string, more: object = {}) => ({ name: run, run, ...more });

  it("stops at a failure, also before a pipe, and does what is to be done always", () => {
    const steps = [step("false | cat"), step("echo never"), step("echo last", { if: "always()" })];
    const { outcomes, failed } = runJob({ job: { steps }, folder });
    expect(failed).toBe(true);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["failure", "skipped", "success"]);
  });

  it("hands variables and outputs on as GitHub does", () => {
    const steps = [
      step('echo "A=1" >> "$GITHUB_ENV"; echo "b=2" >> "$GITHUB_OUTPUT"', { id: "one" }),
      step('echo "$A$B$C"', { env: { B: "${{ steps.one.outputs.b }}", C: "${{ inputs.none || 'x' }}" } }),
    ];
    expect(runJob({ job: { steps }, folder }).outcomes[1]?.stdout).toBe("12x\n");
  });
});
