/** What is wrong with a private gateway: the usual faults in the order in which they are usual, each with its remedy. */
import type { StateResource } from "../read-resources";
import { deployed, modelOf } from "../reachability";
import { Inventory } from "../reachability/deployed";
import { backendFaults, certificateFaults, nameFaults, trustFaults } from "./backends";
import { CHECKS, type CheckName, type Fault, type Finding } from "./finding";
import { groupFaults, routeFaults } from "./network";
import { apiNames, patients, type Patient } from "./patient";
import { limitFaults, logFaults, stateFaults } from "./service";
import { tokenFaults } from "./tokens";

export { CHECKS, type CheckName, type Finding } from "./finding";

export interface GatewayQuestion {
  /** The API that is looked at; undefined for all. */
  readonly api?: string | undefined;
  /** A token that an API refuses or shall take. */
  readonly token?: string | undefined;
  readonly now: Date;
}

/** What was found, and by which names APIs can be asked for. */
export interface GatewayReport {
  readonly apis: readonly string[];
  /** Gateways that were looked at; none where none is deployed, or none has the API. */
  readonly gateways: readonly string[];
  readonly findings: readonly Finding[];
}

/** Looks at every gateway of an environment, or at the one with an API; changes nothing and calls nothing. */
export function examineGateways(
  resources: readonly StateResource[],
  question: GatewayQuestion,
): GatewayReport {
  const all = resources.map(deployed);
  const inventory = new Inventory(all);
  const found = patients(inventory, modelOf(all), question.api);
  return {
    apis: apiNames(inventory),
    gateways: found.map(({ title }) => title),
    findings: found.flatMap((patient) => CHECKS.flatMap((check) => checked(check, patient, question))),
  };
}

function checked(check: CheckName, patient: Patient, question: GatewayQuestion): Finding[] {
  const faults = distinct(faultsOf(check, patient, question));
  return faults.length > 0
    ? faults.map((fault) => ({ check, ...fault }))
    : [{ check, state: "ok", resource: patient.title, seen: "nothing is wrong" }];
}

function faultsOf(check: CheckName, patient: Patient, { token, now }: GatewayQuestion): Fault[] {
  switch (check) {
    case "state":
      return stateFaults(patient);
    case "routes":
      return routeFaults(patient);
    case "security groups":
      return groupFaults(patient);
    case "backends":
      return backendFaults(patient);
    case "authorities":
      return trustFaults(patient);
    case "tokens":
      return tokenFaults(patient, token, now);
    case "limits":
      return limitFaults(patient);
    case "logs":
      return logFaults(patient);
    case "names":
      return nameFaults(patient);
    case "certificate":
      return certificateFaults(patient, now);
  }
}

function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.resource}\n${fault.seen}`, fault])).values()];
}
