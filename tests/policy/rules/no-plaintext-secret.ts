import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const lambda: Sample = {
  type: "aws:lambda/function:Function",
  name: "orders",
  props: {
    environment: {
      variables: { DB_PASSWORD_ARN: "arn:aws:secretsmanager:us-east-1:111111111111:secret:db" },
    },
  },
};
const configMap: Sample = {
  type: "kubernetes:core/v1:ConfigMap",
  name: "settings",
  props: { data: { level: "info" } },
};
const secret: Sample = {
  type: "kubernetes:core/v1:Secret",
  name: "credentials",
  props: { stringData: { password: "J6f8sYq2Lk9wTz" } },
};
const deployment: Sample = {
  type: "kubernetes:apps/v1:Deployment",
  name: "api",
  props: {
    spec: {
      containers: [
        { name: "api", env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db" } } }] },
      ],
    },
  },
};
const parameter: Sample = {
  type: "aws:ssm/parameter:Parameter",
  name: "parameter",
  props: { name: "/orders/db-password", type: "SecureString", value: "J6f8sYq2Lk9wTz" },
};
const database: Sample = {
  type: "aws:rds/instance:Instance",
  name: "database",
  props: { username: "app", password: "J6f8sYq2Lk9wTz" },
};
const withheld = "has a value that is withheld here";
const external: Sample = {
  type: "kubernetes:external-secrets.io/v1:ExternalSecret",
  name: "db-secret",
  props: { spec: { data: [{ secretKey: "password", remoteRef: { key: "orders-db-password" } }] } },
};
/** Put together so that no scanner takes this file for the real thing. */
const accessKey = ["AKIA", "IOSFODNN7EXAMPLE"].join("");

export const noPlaintextSecretCases: RuleCases = {
  rule: "no-plaintext-secret",
  serves: ["GO-24", "OP-35"],
  violating: [
    {
      title: "a placeholder elsewhere in an ExternalSecret",
      resources: [changed(external, { spec: { target: { template: { data: { password: "changeme" } } } } })],
      says: [`"db-secret": spec.target.template.data.password ${withheld}`],
    },
    {
      title: "a password in a function's environment",
      resources: [changed(lambda, { environment: { variables: { DB_PASSWORD: "J6f8sYq2Lk9wTz" } } })],
      says: [`"orders": environment.variables.DB_PASSWORD ${withheld}`, "Hand over the name of the secret"],
    },
    {
      title: "a token in a ConfigMap",
      resources: [changed(configMap, { data: { API_TOKEN: "J6f8sYq2Lk9wTz" } })],
      says: [`"settings": data.API_TOKEN ${withheld}`],
    },
    {
      title: "a password in a container's environment, beside an unknown value",
      resources: [
        changed(deployment, {
          spec: { a: UNKNOWN, containers: [{ env: [{ name: "DB_PASSWORD", value: "J6f8sYq2Lk9wTz" }] }] },
        }),
      ],
      says: [`"api": spec.containers[0].env[0].value ${withheld}`],
    },
    {
      title: "a password in a plain parameter",
      resources: [changed(parameter, { type: "String" })],
      says: [`"parameter": value ${withheld}`],
    },
    {
      title: "a password in a plain parameter that plans show",
      resources: [changed(parameter, { type: "String", value: undefined, insecureValue: "J6f8sYq2Lk9wTz" })],
      says: [`"parameter": insecureValue ${withheld}`],
    },
    {
      title: "an access key in a plain parameter whose name is not known",
      resources: [changed(parameter, { type: "String", name: UNKNOWN, value: accessKey })],
      says: [`"parameter": value ${withheld}`, "it holds an AWS access key id"],
    },
    {
      title: "a password beside a key that ends in a dot and value",
      resources: [changed(configMap, { data: { "app.value": "info", "db.password": "J6f8sYq2Lk9wTz" } })],
      says: [`"settings": data.db.password ${withheld}`],
    },
    {
      title: "a private key in a function's environment, under the name of one",
      resources: [
        changed(lambda, { environment: { variables: { privateKey: "-----BEGIN PRIVATE KEY-----\nMIIE" } } }),
      ],
      says: [`"orders": environment.variables.privateKey ${withheld}`],
    },
    {
      title: "a template with a name left out, in a Secret",
      resources: [changed(secret, { stringData: { url: "postgres://app:${}@db/orders" } })],
      says: [`"credentials": stringData.url ${withheld}`, "placeholder"],
    },
    {
      title: "a credential in the values of a chart",
      resources: [
        {
          type: "kubernetes:helm.sh/v3:Release",
          name: "grafana",
          props: { values: { grafana: { adminPassword: "J6f8sYq2Lk9wTz" } } },
        },
      ],
      says: [`values.grafana.adminPassword ${withheld}`],
    },
    {
      title: "an access key anywhere",
      resources: [changed(lambda, { description: `works with ${accessKey}` })],
      says: [`description ${withheld}`, "it holds an AWS access key id"],
    },
    {
      title: "a private key in a ConfigMap",
      resources: [changed(configMap, { data: { "tls.pem": "-----BEGIN RSA PRIVATE KEY-----\nMIIE" } })],
      says: ["it holds a private key"],
    },
    {
      title: "a password in a URL",
      resources: [changed(configMap, { data: { url: "postgres://app:J6f8sYq2@db.internal/orders" } })],
      says: ["it holds a password in a URL"],
    },
    {
      title: "a placeholder in a Secret",
      resources: [changed(secret, { stringData: { password: "${DB_PASSWORD}" } })],
      says: [`"credentials": stringData.password ${withheld}`, "placeholder"],
    },
    {
      title: "an encoded placeholder in a Secret",
      resources: [
        changed(secret, { stringData: {}, data: { password: Buffer.from("changeme").toString("base64") } }),
      ],
      says: [`data.password ${withheld}`],
    },
    {
      title: "a placeholder as a database's password",
      resources: [changed(database, { password: "change-me" })],
      says: [`"database": password ${withheld}`],
    },
    ...[
      ["a function of OCI", "oci:Functions/function:Function", { config: { DB_PASSWORD: "J6f8sYq2Lk9wTz" } }],
      [
        "an application of it",
        "oci:Functions/application:Application",
        { config: { API_TOKEN: "J6f8sYq2Lk9wTz" } },
      ],
      [
        "a build's environment",
        "aws:codebuild/project:Project",
        { environment: { environmentVariables: [{ name: "NPM_TOKEN", value: "J6f8sYq2Lk9wTz" }] } },
      ],
    ].map(([title, type, props]) => ({
      title: `a credential in ${title as string}`,
      resources: [{ type: type as string, name: "holder", props: props as Sample["props"] }],
      says: ['"holder": ', withheld, "Hand over the name of the secret"],
    })),
    {
      title: "a placeholder in a parameter of a vault",
      resources: [changed(parameter, { value: "changeme" })],
      says: [`"parameter": value ${withheld}`, "placeholder"],
    },
    {
      title: "a template that was not filled in, within a Secret",
      resources: [changed(secret, { stringData: { url: "postgres://app:${PASSWORD}@db/orders" } })],
      says: [`"credentials": stringData.url ${withheld}`, "placeholder"],
    },
  ],
  complying: [
    { title: "the name of the key that a vault's secret becomes", resources: [external] },
    {
      title: "references, vaults and generated values",
      resources: [lambda, configMap, secret, deployment, parameter, database],
    },
    {
      title: "credentials where they belong",
      resources: [
        "aws:secretsmanager/secretVersion:SecretVersion",
        "aws:acm/certificate:Certificate",
        "aws:iam/serverCertificate:ServerCertificate",
        "oci:Vault/secret:Secret",
        "oci:CertificatesManagement/certificate:Certificate",
        "pulumi:providers:vault",
        "random:index/randomPassword:RandomPassword",
        "tls:index/privateKey:PrivateKey",
        "vault:kv/secretV2:SecretV2",
      ].map((type) => ({
        type,
        name: "vault",
        props: { secretString: "-----BEGIN PRIVATE KEY-----\nMIIE", token: "J6f8sYq2Lk9wTz" },
      })),
    },
    {
      title: "a Secret whose key pair is written out, and a plain parameter that is no credential",
      resources: [
        changed(secret, {
          stringData: null,
          data: { "tls.key": "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JSUU=" },
        }),
        changed(parameter, { name: "/orders/level", type: "String", value: "info" }),
      ],
    },
    {
      title: "an access key in a parameter of a vault, and a plain one without a name",
      resources: [
        changed(parameter, { name: "/mail/smtp-user", value: accessKey }),
        { ...changed(parameter, { name: undefined, type: "String", value: "info" }), name: "nameless" },
      ],
    },
    {
      title: "variables of a build that are looked up",
      resources: [
        {
          type: "aws:codebuild/project:Project",
          name: "build",
          props: {
            environment: {
              environmentVariables: [
                { name: "DB_PASSWORD", type: "SECRETS_MANAGER", value: "orders/db:password" },
                { name: "NPM_TOKEN", type: "PARAMETER_STORE", value: "npm-token" },
              ],
            },
          },
        },
      ],
    },
    {
      title: "keys that end in a dot and value, and a variable whose name is computed",
      resources: [
        changed(configMap, { data: { "cache.value": "10", value: "5" } }),
        changed(deployment, { spec: { containers: [{ env: [{ name: UNKNOWN, value: "info" }] }] } }),
      ],
    },
    {
      title: "a key pair where a listener asks for one",
      resources: [
        {
          type: "oci:LoadBalancer/certificate:Certificate",
          name: "listener",
          props: { privateKey: "-----BEGIN PRIVATE KEY-----\nMIIE" },
        },
      ],
    },
    {
      title: "a placeholder that is no credential's, in a vault",
      resources: [changed(parameter, { description: "todo" })],
    },
    {
      title: "a word that only sounds like a credential, where no settings are",
      resources: [
        lambda.type,
        "oci:Functions/function:Function",
        "oci:Functions/application:Application",
        configMap.type,
        "kubernetes:helm.sh/v3:Release",
        "aws:codebuild/project:Project",
        external.type,
        deployment.type,
      ].map((type) => ({
        ...{ type, name: type },
        props: { tags: { token: "orders" }, metadata: { labels: { secret: "orders" } } },
      })),
    },
    {
      title: "settings that are null",
      resources: [changed(lambda, { environment: null, description: null })],
    },
    {
      title: "a path to a mounted secret",
      resources: [changed(lambda, { environment: { variables: { TOKEN: "/var/run/secrets/token" } } })],
    },
    {
      title: "a private key where one is asked for",
      resources: [
        {
          type: "aws:iam/serverCertificate:ServerCertificate",
          props: { privateKey: "-----BEGIN PRIVATE KEY-----\nMIIE" },
        },
      ],
    },
    {
      title: "a URL without a password",
      resources: [changed(configMap, { data: { url: "postgres://app@db.internal:5432/orders" } })],
    },
  ],
  unknown: [{ title: "data that is not known", resources: [changed(secret, { stringData: UNKNOWN })] }],
  unknownButEnough: [
    {
      title: "a variable that is not known",
      resources: [changed(lambda, { environment: { variables: { DB_PASSWORD: UNKNOWN } } })],
    },
  ],
};
