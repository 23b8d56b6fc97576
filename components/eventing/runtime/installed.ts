/** Packages that the runtime is made with. Whoever writes handlers installs them; a deployment has no need of them. */
export const PACKAGES = [
  "@aws-lambda-powertools/batch",
  "@aws-lambda-powertools/idempotency",
  "@aws-lambda-powertools/logger",
  "@aws-lambda-powertools/metrics",
  "@aws-sdk/client-dynamodb",
  "@aws-sdk/client-eventbridge",
  "@aws-sdk/client-sqs",
  "@aws-sdk/lib-dynamodb",
  "@opentelemetry/api",
  "@opentelemetry/exporter-trace-otlp-http",
  "@opentelemetry/propagator-aws-xray",
  "@opentelemetry/sdk-trace",
  "ulid",
] as const;

/** In a bundle they are part of it, and can not be found beside it. */
const isFileOfPackage =
  typeof __filename === "string" && /eventing[\\/]runtime[\\/]installed\.js$/.test(__filename);

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === "MODULE_NOT_FOUND") return false;
    throw error;
  }
}

/** @throws {Error} with every package that is missing, and the command that installs them. */
function checkInstalled(): void {
  const missing = PACKAGES.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const list = missing.join(" ");
  throw new Error(
    `pulumi-causeway/eventing/runtime needs packages that are not installed: ${missing.join(", ")}. Install them: npm install ${list}`,
  );
}

if (isFileOfPackage) checkInstalled();
