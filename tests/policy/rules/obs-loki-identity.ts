import { UNKNOWN, type RuleCases } from "../sample";
import { loki } from "./monitoring";

export const obsLokiIdentityCases: RuleCases = {
  rule: "obs-loki-identity",
  serves: ["OB-39"],
  violating: [
    {
      title: "a key of S3",
      resources: [loki({ loki: { storage: { s3: { accessKeyId: "A" } } } })],
      says: ["values.loki.storage.s3.accessKeyId has a value that is withheld here"],
    },
    {
      title: "a key that the program makes",
      resources: [loki({ loki: { storage_config: { aws: { secret_access_key: UNKNOWN } } } })],
      says: ["values.loki.storage_config.aws.secret_access_key"],
    },
  ],
  complying: [{ title: "no key", resources: [loki({ loki: { storage: { s3: { region: "us-east-1" } } } })] }],
  unknown: [{ title: "settings that are not known", resources: [loki({ loki: UNKNOWN })] }],
};
