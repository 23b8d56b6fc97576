import type { Kind } from "../kind";
import * as v from "../values";
import { keyOf } from "./access/keys";
import { arn, limit, nameOf, region, target, within } from "./common";

const CONNECTION = "aws:cloudwatch/eventConnection:EventConnection";

/** The parameters that each kind of authorization needs (CreateConnection in the Amazon EventBridge API reference). */
const parameters: Readonly<Record<string, string>> = {
  API_KEY: "apiKey",
  BASIC: "basic",
  OAUTH_CLIENT_CREDENTIALS: "oauth",
};

const nameRule = "up to 64 letters, digits and .-_";

const connection: Kind = {
  type: CONNECTION,
  simulates:
    "the name, the parameters of its kind of authorization and no other, a key that exists; comes with a secret",
  naming: { property: "name", maximum: 64 },
  check: (inputs, report) => {
    limit(inputs, report, "name", /^[.\-_A-Za-z0-9]{1,64}$/, nameRule);
    const kind = v.text(inputs, "authorizationType") ?? "";
    const wanted = parameters[kind];
    const given = v.at(inputs, "authParameters");
    if (wanted === undefined || !v.isObject(given)) return;
    if (given[wanted] === undefined)
      report(`authParameters.${wanted}`, `is needed with authorizationType ${kind}`);
    for (const other of Object.values(parameters))
      if (other !== wanted && given[other] !== undefined)
        report(`authParameters.${other}`, `does not go with authorizationType ${kind}`);
  },
  rules: (c) => {
    const key = c.text("kmsKeyIdentifier");
    if (key !== undefined && key.includes(`:${c.site.account}:`) && keyOf(c, key) === undefined)
      c.refuse("ValidationException", `KMS key ${key} does not exist.`);
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => {
    const path = `${id}/${c.derive.uuid("connection")}`;
    return {
      arn: arn(c, "events", `connection/${path}`),
      name: id,
      secretArn: `arn:aws:secretsmanager:${region(c)}:${c.site.account}:secret:events!connection/${path}`,
    };
  },
  taken: (_c, id) => ["ResourceAlreadyExistsException", `Connection ${id} already exists.`],
};

const destination: Kind = {
  type: "aws:cloudwatch/eventApiDestination:EventApiDestination",
  simulates: "the name, a connection that exists, an https endpoint, a rate of at least one call a second",
  naming: { property: "name", maximum: 64 },
  references: {
    connectionArn: target(
      "ResourceNotFoundException",
      (id) => `Failed to describe the connection(s). Connection '${id}' does not exist.`,
      CONNECTION.slice(4),
    ),
  },
  holds: ["connectionArn"],
  check: (inputs, report) => {
    limit(inputs, report, "name", /^[.\-_A-Za-z0-9]{1,64}$/, nameRule);
    // CreateApiDestination, ibid.: https, and * for what targets fill in.
    limit(
      inputs,
      report,
      "invocationEndpoint",
      /^(?=.{1,2048}$)https:\/\/(?:%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@&=+$,A-Za-z0-9])+(?:[).!';/?:,])?$/,
      "an https address of up to 2048 characters",
    );
    // Quotas, "Rate of invocations per API destination".
    within(inputs, report, "invocationRateLimitPerSecond", 1, 300);
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => ({
    arn: arn(c, "events", `api-destination/${id}/${c.derive.uuid("destination")}`),
    name: id,
    invocationRateLimitPerSecond: c.number("invocationRateLimitPerSecond") ?? 300,
  }),
  taken: (_c, id) => ["ResourceAlreadyExistsException", `An api-destination '${id}' already exists.`],
};

export const apiDestinations: readonly Kind[] = [connection, destination];
