/** The oldest Node that causeway runs on: `engines` of package.json. */
export const OLDEST_NODE = [20, 19] as const;

/** Why causeway can not run here, and the way out; undefined when it can. */
export function unfit(platform: NodeJS.Platform, node: string): string | undefined {
  if (platform === "win32") {
    return "Windows is not supported. Run it in WSL2: https://learn.microsoft.com/windows/wsl/install, then install Node there.";
  }
  const [major = 0, minor = 0] = node.split(".").map(Number);
  const [oldMajor, oldMinor] = OLDEST_NODE;
  if (major < oldMajor || (major === oldMajor && minor < oldMinor)) {
    return `Node ${node} is too old: install Node ${oldMajor}.${oldMinor} or later from https://nodejs.org/en/download`;
  }
  return undefined;
}
