import { eksContract, okeDxbContract, okeJedContract } from "./contracts/clusters";
import { foundationContract } from "./contracts/foundation";
import { identityContract } from "./contracts/identity";
import { awsNetworkContract, ociNetworkDxbContract, ociNetworkJedContract } from "./contracts/networks";
import { secretsContract } from "./contracts/secrets";
import {
  dataContract,
  eventsContract,
  gatewayContract,
  platformContract,
  recoveryContract,
} from "./contracts/workloads";
import { defineStack } from "./define/stack";
import type { Stack } from "./define/stack";
import { durations } from "./durations";
import type { Environment } from "./environments";
import { spreadsOverThree } from "./gates";
import { clusterEndpoints } from "./reach";
import { replaceable } from "./replaceable";

/** The stacks of the reference platform, each after what it needs. */
export const stacks: readonly Stack<Environment>[] = [
  defineStack({
    name: "foundation",
    phase: "network",
    needs: {},
    outputs: foundationContract,
    load: () => import("./foundation.js"),
  }),

  defineStack({
    name: "aws-network",
    phase: "network",
    needs: { foundation: foundationContract },
    outputs: awsNetworkContract,
    duration: durations["aws-network"],
    load: () => import("./aws-network.js"),
  }),

  defineStack({
    name: "oci-network-dxb",
    phase: "network",
    needs: { foundation: foundationContract },
    outputs: ociNetworkDxbContract,
    gate: spreadsOverThree,
    duration: durations["oci-network-dxb"],
    load: () => import("./oci-network-dxb.js"),
  }),

  defineStack({
    name: "oci-network-jed",
    phase: "network",
    needs: { foundation: foundationContract, primary: ociNetworkDxbContract },
    outputs: ociNetworkJedContract,
    gate: spreadsOverThree,
    duration: durations["oci-network-jed"],
    load: () => import("./oci-network-jed.js"),
  }),

  defineStack({
    name: "identity",
    phase: "identity-and-secrets",
    needs: { foundation: foundationContract },
    outputs: identityContract,
    load: () => import("./identity.js"),
  }),

  defineStack({
    name: "secrets",
    phase: "identity-and-secrets",
    needs: { foundation: foundationContract, identity: identityContract },
    outputs: secretsContract,
    duration: durations.secrets,
    load: () => import("./secrets.js"),
  }),

  defineStack({
    name: "eks",
    phase: "clusters",
    needs: { network: awsNetworkContract, identity: identityContract, secrets: secretsContract },
    outputs: eksContract,
    duration: durations.eks,
    load: () => import("./eks.js"),
  }),

  defineStack({
    name: "oke-dxb",
    phase: "clusters",
    needs: {
      foundation: foundationContract,
      network: ociNetworkDxbContract,
      identity: identityContract,
      secrets: secretsContract,
    },
    outputs: okeDxbContract,
    duration: durations["oke-dxb"],
    load: () => import("./oke-dxb.js"),
  }),

  defineStack({
    name: "oke-jed",
    phase: "clusters",
    needs: {
      foundation: foundationContract,
      network: ociNetworkJedContract,
      identity: identityContract,
      secrets: secretsContract,
    },
    outputs: okeJedContract,
    duration: durations["oke-jed"],
    load: () => import("./oke-jed.js"),
  }),

  defineStack({
    name: "platform",
    phase: "workloads",
    wave: "platform",
    needs: {
      foundation: foundationContract,
      eks: eksContract,
      oke: okeDxbContract,
      identity: identityContract,
      secrets: secretsContract,
      network: ociNetworkDxbContract,
    },
    outputs: platformContract,
    reaches: clusterEndpoints,
    load: () => import("./platform.js"),
  }),

  defineStack({
    name: "data",
    phase: "workloads",
    wave: "data",
    needs: { foundation: foundationContract, secrets: secretsContract, network: ociNetworkDxbContract },
    outputs: dataContract,
    load: () => import("./data.js"),
  }),

  defineStack({
    name: "events",
    phase: "workloads",
    wave: "apps",
    needs: { secrets: secretsContract, data: dataContract },
    outputs: eventsContract,
    load: () => import("./events.js"),
  }),

  defineStack({
    name: "gateway",
    phase: "workloads",
    wave: "apps",
    needs: { foundation: foundationContract, network: ociNetworkDxbContract, secrets: secretsContract },
    outputs: gatewayContract,
    duration: durations.gateway,
    unprotect: replaceable("gateway"),
    load: () => import("./gateway.js"),
  }),

  defineStack({
    name: "recovery",
    phase: "recovery",
    needs: {
      foundation: foundationContract,
      secrets: secretsContract,
      data: dataContract,
      standby: okeJedContract,
      standbyNetwork: ociNetworkJedContract,
    },
    outputs: recoveryContract,
    unprotect: replaceable("standby-gateway"),
    includedIn: (env) => env.recovery.tier !== "none",
    load: () => import("./recovery.js"),
  }),
];
