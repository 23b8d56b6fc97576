// What functions take for the SDK's own search for credentials, which looks in files, SSO, processes and metadata services:
// Lambda hands them over in the environment (Lambda Developer Guide, "Defined runtime environment variables"). It is a
// fifth of a bundle that is never run there.
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
