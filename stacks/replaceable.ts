/** How what a stack protects beside data is let be replaced: what the deployer tells where it refuses that. */
export const replaceable = (gateway: "gateway" | "standby-gateway"): Readonly<Record<string, string>> => ({
  "oci:ApiGateway/gateway:Gateway":
    "say why and until when in the configuration of the stack, for a replacement: " +
    `pulumi config set causeway:gatewayReplacement "${gateway} until <YYYY-MM-DD>: <reason>". ` +
    "The new gateway is made, and its name points to it, before the old one goes.",
  "oci:Dns/steeringPolicy:SteeringPolicy":
    "move traffic through the DNS service itself, answers in place, and refresh the stack then: a new policy interrupts its names.",
});
