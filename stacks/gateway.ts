import type { foundationContract } from "./contracts/foundation";
import type { ociNetworkDxbContract } from "./contracts/networks";
import type { secretsContract } from "./contracts/secrets";
import type { gatewayContract } from "./contracts/workloads";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { siteGateway } from "./gateway-site";
import { archiveLogs } from "./log-archive";
import { ociProvider } from "./providers";
import { siteContext } from "./site";

type Needs = {
  readonly foundation: typeof foundationContract;
  readonly network: typeof ociNetworkDxbContract;
  readonly secrets: typeof secretsContract;
};

/** The private API gateway of the primary OCI site, and the one API that says that it answers. */
export const program: StackProgram<Environment, Needs, TypeOf<typeof gatewayContract>> = (
  context,
  { foundation, network, secrets },
) => {
  const site = siteContext(context);
  const { platform } = foundation.compartmentIds;
  const { logGroupId, ...outputs } = siteGateway(site, {
    at: "primary",
    role: "",
    provider: ociProvider(site, "primary"),
    compartmentId: platform,
    topicId: foundation.alarmTopicIds.dxb,
    network,
    imagePaths: foundation.imagePaths.dxb,
    certificateId: secrets.apiCertificate.certificateId,
    authorityPem: secrets.bootstrapCaPem,
  });
  archiveLogs(site, {
    at: "primary",
    role: "gateway",
    logs: [{ compartmentId: platform, logGroupId }],
    needs: { foundation, secrets },
  });
  return outputs;
};
