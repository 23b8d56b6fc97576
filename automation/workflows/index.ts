/** GitHub Actions workflows from typed models. */
export { ACTIONS } from "./actions";
export { deployToOke, type DeployToOke, type DeployTarget } from "./deploy-to-oke";
export type { Job, Permissions, PinnedAction, Step, Triggers, Workflow } from "./model";
export {
  checks,
  deployment,
  drill,
  nightlyDrift,
  policyAudit,
  pullRequestComment,
  pullRequestDiff,
  type PlatformWorkflows,
} from "./platform";
export { workflowText } from "./render";
export { stackGroups, type StackGroups } from "./stack-groups";
