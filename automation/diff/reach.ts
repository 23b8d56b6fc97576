/** What the internet reaches of an environment before and after a change, over all its networks together. */
import {
  join,
  openersOf,
  reachableFromInternet,
  type Exposure,
  type Interval,
  type Model,
} from "../../lib/reachability";
import { modelOf } from "../deploy/reachability";
import { withNeeds } from "./affected";
import { isQuiet } from "./resources";
import { isTag } from "./tags";
import type { ReachChange, Rehearsal, Subject } from "./rehearsal";
import type { Stage } from "./stage";

/** Types that have a say in what reaches what. */
const ROADS =
  /^(aws:(ec2|vpc|lb|alb|elb|ec2transitgateway|networkfirewall|networkmanager)\/|aws:eks\/(cluster|nodeGroup):|oci:(Core|LoadBalancer|NetworkLoadBalancer|NetworkFirewall|ContainerEngine|ApiGateway|Bastion)\/|kubernetes:(core\/v1:Service$|networking\.k8s\.io\/))/;
/** What they are called by, and nothing that lets traffic through selects. */
const isName = (path: string) => isTag(path) || /^metadata\.labels(\.|\[|$)/.test(path);
/** What of a cluster and its nodes has a say in that: not how many they are, nor which version. */
const OF_CLUSTERS = /subnet|security|vpc|endpoint|public|network|access/i;

/** Stacks of a rehearsal in which something differs that has a say in what the internet reaches. */
export function roadsIn({ head }: Rehearsal): readonly string[] {
  return head.stacks
    .filter(({ resources }) =>
      resources.some(
        ({ type, op, changes }) =>
          ROADS.test(type) &&
          !isQuiet(op) &&
          (op !== "update" ||
            changes.some(
              ({ path }) => !isName(path) && (!/:eks\/|ContainerEngine/.test(type) || OF_CLUSTERS.test(path)),
            )),
      ),
    )
    .map(({ name }) => name);
}

/**
 * Deploys what else the base has behind such stacks, then the head on top, and compares what the internet reaches; undefined
 * where nothing that has a say differs. The stage can not be used for another head after that.
 */
export async function reachChange(
  stage: Stage,
  { base, head }: Subject,
  rehearsal: Rehearsal,
): Promise<ReachChange | undefined> {
  const roads = roadsIn(rehearsal);
  if (roads.length === 0) return undefined;
  const behind = base.description.stacks
    .map(({ name }) => name)
    .filter((name) => {
      const needs = withNeeds(base.description, new Set([name]));
      return roads.some((road) => needs.has(road));
    });
  await stage.deploy(base, [], withNeeds(base.description, new Set(behind)));
  const before = modelOf(await stage.resources(base));
  const ran = rehearsal.head.stacks.filter(({ result }) => result === "succeeded").map(({ name }) => name);
  const { stacks } = await stage.up(head, new Set(ran));
  const broken = stacks.find(({ result }) => result !== "succeeded");
  const gone = new Set(rehearsal.stacks.filter(({ because }) => because === "gone").map(({ name }) => name));
  const after = modelOf((await stage.resources(head)).filter(({ stack }) => !gone.has(stack)));
  return {
    opened: newlyOpen(before, after).map((one) => ({ ...one, by: openersOf(after, one) })),
    gaps: after.gaps.map(({ what, why }) => `${what}: ${why}`),
    ...(broken === undefined
      ? {}
      : { broken: { stack: broken.name, message: broken.failure?.message ?? broken.result } }),
  };
}

/** What the internet reaches of the later model and did not of the earlier: exposures cut to the ports that are new. */
export function newlyOpen(before: Model, after: Model): readonly Exposure[] {
  const old = reachableFromInternet(before);
  return reachableFromInternet(after).filter((one) => {
    const same = old.filter(
      ({ endpoint, protocol, certain }) =>
        endpoint === one.endpoint && protocol === one.protocol && (certain || !one.certain),
    );
    return !covered(one, same);
  });
}

/** Whether other exposures have all ports and addresses of one. */
function covered({ ports, from }: Exposure, others: readonly Exposure[]): boolean {
  const starts = [ports[0], ...others.flatMap((one) => [one.ports[0], one.ports[1] + 1])];
  return starts
    .filter((port) => ports[0] <= port && port <= ports[1])
    .every((port) => {
      const open = others.filter((one) => one.ports[0] <= port && port <= one.ports[1]);
      const all = join(open.flatMap((one) => one.from));
      return from.every((range) => all.some((one) => within(range, one)));
    });
}

const within = (inner: Interval, outer: Interval): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;
